package dev.piroutes.mqtt;

import dev.piroutes.mqtt.PacketReader.Packet;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the packets of one connection mean, for its session and for the device. */
final class MqttPacketHandler implements MqttLink.Handler, MqttSession.Out {

    private final MqttLink link;
    private final MqttSession session;
    private final MqttPackets format;
    private final boolean mqtt5;
    private final Transport.Listener listener;
    private final int inFlight;
    private final CompletableFuture<Boolean> made = new CompletableFuture<>();
    private final Duration keepAlive;
    private volatile BrokerTakes takes = BrokerTakes.ALL;
    /** The end is this side's wish. */
    private volatile boolean leaving;
    /** All that has come is handled. */
    private volatile boolean over;

    /** @param inFlight how many messages may be under way at once, if the broker takes as many */
    MqttPacketHandler(
            Network network,
            DeviceOptions options,
            MqttSession session,
            MqttPackets format,
            int inFlight,
            Transport.Listener listener) {
        this.mqtt5 = options.mqtt5() != null;
        this.link = new MqttLink(network, mqtt5, this);
        this.keepAlive = options.keepAlive();
        this.session = session;
        this.format = format;
        this.inFlight = inFlight;
        this.listener = listener;
    }

    /** Connects, and waits for it. */
    void open(byte[] connect) throws TransportException {
        link.open(connect);
        MqttSession.await(made, Transport.ANSWER);
    }

    boolean isUp() {
        return isMade() && !leaving && !over;
    }

    private boolean isMade() {
        return made.isDone() && !made.isCompletedExceptionally();
    }

    BrokerTakes takes() {
        return takes;
    }

    @Override
    public void send(byte[]... packet) {
        link.send(packet);
    }

    @Override
    public void sendUnanswered(MqttSession.Sent message, byte[]... packet) {
        link.send(() -> written(message), packet);
    }

    @Override
    public boolean isFull() {
        return link.isFull();
    }

    /** Takes leave of the broker, which ends the connection then. */
    void leave(Duration limit) {
        leaving = true;
        link.send(MqttPackets.LEAVE);
        link.awaitEnd(limit);
        close();
    }

    /** Ends the connection, or the attempt to make it. */
    void close() {
        leaving = true;
        link.close(new IOException("given up"));
    }

    /** Waits until nothing comes of it any more. */
    boolean awaitEnd(Duration limit) {
        return link.awaitEnd(limit);
    }

    @Override
    public void ended(IOException why) {
        over = true;
        session.end(this, why);
        TransportException failure = why instanceof TransportException known ? known : new TransportException(why);
        if (!made.completeExceptionally(failure) && !leaving) {
            listener.lost(why);
        }
    }

    @Override
    public void packet(Packet packet) throws IOException {
        if (leaving && link.isOver()) {
            throw new IOException("given up");
        }
        if (!isMade()) {
            if (packet.type() != MqttPackets.CONNACK) {
                throw new IOException("the broker does not begin with CONNACK");
            }
            connected(packet);
            return;
        }
        switch (packet.type()) {
            case MqttPackets.PUBLISH -> message(packet);
            case MqttPackets.PUBACK, MqttPackets.PUBCOMP -> acknowledged(packet);
            case MqttPackets.PUBREC -> {
                if (reason(packet, 2) < ReasonCode.FAILURE) {
                    session.received(packet.u16(0));
                } else {
                    acknowledged(packet);
                }
            }
            case MqttPackets.PUBREL -> link.send(format.answer(MqttPackets.PUBCOMP, packet.u16(0), 0));
            case MqttPackets.SUBACK, MqttPackets.UNSUBACK -> session.answered(packet.u16(0), codes(packet));
            case MqttPackets.DISCONNECT ->
                throw new IOException(
                        "the broker disconnects: " + ReasonCode.inWords(reason(packet, 0), reasonString(packet, 1)));
            default -> {
                // The answer to a ping.
            }
        }
    }

    private void connected(Packet packet) throws IOException {
        int code = reason(packet, 1);
        if (code != 0) {
            int reason = ReasonCode.ofConnack(code);
            // A broker that knows only 3.1.1 answers as that has it.
            throw new TransportException(
                    why(reason), reason, ReasonCode.inWords(reason, reason == code ? reasonString(packet, 2) : null));
        }
        Duration wanted = keepAlive;
        if (mqtt5) {
            PacketProperties properties = PacketProperties.read(packet.body(), 2, packet.body().length);
            if (properties == null) {
                throw new IOException("a malformed CONNACK");
            }
            takes = BrokerTakes.of(properties);
            wanted = Duration.ofSeconds(properties.number(PacketProperties.SERVER_KEEP_ALIVE, wanted.toSeconds()));
        }
        link.keepAlive(wanted);
        // A broker of 3.1 has a session and does not say so.
        session.begin(!mqtt5 || (packet.body()[0] & 1) != 0, takes, inFlight, this);
        made.complete(true);
    }

    private ConnectOutcome why(int code) {
        return switch (code) {
            case ReasonCode.BAD_CREDENTIALS, 0x8c -> ConnectOutcome.BAD_CREDENTIALS;
            case ReasonCode.NOT_AUTHORIZED -> ConnectOutcome.NOT_PERMITTED;
            case ReasonCode.BAD_CLIENT_ID -> ConnectOutcome.BAD_CLIENT_ID;
            case ReasonCode.UNSUPPORTED_VERSION -> mqtt5 ? ConnectOutcome.OTHER_PROTOCOL : ConnectOutcome.REFUSED;
            default -> ConnectOutcome.REFUSED;
        };
    }

    /** Nothing comes back for it. */
    private void written(MqttSession.Sent message) {
        if (session.written(message)) {
            message.done.complete(null);
            if (message.context != null) {
                listener.acknowledged(message.context);
            }
        }
    }

    private void acknowledged(Packet packet) {
        int code = reason(packet, 2);
        MqttSession.Sent message = session.done(packet.u16(0));
        if (message == null) {
            return;
        }
        Object context = message.context;
        // A PUBCOMP of a message that the broker has forgotten: it had received it.
        if (code < ReasonCode.FAILURE || code == ReasonCode.PACKET_ID_NOT_FOUND) {
            message.done.complete(null);
            if (context != null) {
                listener.acknowledged(context);
            }
            return;
        }
        String words = ReasonCode.inWords(code, reasonString(packet, 3));
        message.done.completeExceptionally(new TransportException(ConnectOutcome.REFUSED, words));
        if (context != null) {
            listener.refused(
                    context,
                    words,
                    code == ReasonCode.TOPIC_NAME_INVALID
                            || code == ReasonCode.PAYLOAD_FORMAT_INVALID
                            || code == ReasonCode.PACKET_TOO_LARGE);
        }
    }

    private void message(Packet packet) {
        ReceivedMessage message = Objects.requireNonNull(packet.message());
        if (packet.discarded() == null) {
            listener.received(message);
        } else {
            listener.discarded(message, packet.discarded());
        }
    }

    private byte[] codes(Packet packet) throws IOException {
        byte[] body = packet.body();
        PacketProperties properties = mqtt5 ? PacketProperties.read(body, 2, body.length) : null;
        if (mqtt5 && properties == null) {
            throw new IOException("a malformed SUBACK or UNSUBACK");
        }
        return Arrays.copyOfRange(body, properties == null ? 2 : properties.end(), body.length);
    }

    /** An answer without one means success. */
    private static int reason(Packet packet, int at) {
        return packet.body().length > at ? packet.body()[at] & 0xff : 0;
    }

    private @Nullable String reasonString(Packet packet, int properties) {
        PacketProperties read = mqtt5 ? PacketProperties.read(packet.body(), properties, packet.body().length) : null;
        return read == null ? null : read.text(PacketProperties.REASON);
    }
}
