package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.piroutes.mqtt.PacketReader.Packet;
import dev.piroutes.mqtt.TransportException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.jspecify.annotations.Nullable;

/** What the packets of one connection mean, for its session and for the device. */
final class MqttPacketHandler implements MqttLink.Handler {

    private final MqttLink link;
    private final MqttSession session;
    private final MqttPackets format;
    private final boolean mqtt5;
    private final Transport.Listener listener;
    private final int inFlight;
    private final CompletableFuture<Boolean> made = new CompletableFuture<>();
    private final MqttSession.Out out = this::send;
    private volatile BrokerTakes takes = BrokerTakes.ALL;
    /** The end is this side's wish. */
    private volatile boolean leaving;

    /** @param inFlight how many messages may be under way at once, if the broker takes as many */
    MqttPacketHandler(
            NetworkModule module,
            DeviceOptions options,
            MqttSession session,
            MqttPackets format,
            int inFlight,
            Transport.Listener listener) {
        this.mqtt5 = options.mqtt5() != null;
        this.link = new MqttLink(module, mqtt5, options.keepAlive(), this);
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
        return isMade() && !link.isOver();
    }

    private boolean isMade() {
        return made.isDone() && !made.isCompletedExceptionally();
    }

    BrokerTakes takes() {
        return takes;
    }

    void send(byte[]... packet) {
        link.send(packet);
    }

    /** Takes leave of the broker, which ends the connection then. */
    void leave(Duration limit) {
        leaving = true;
        link.send(MqttPackets.disconnect());
        link.awaitEnd(limit);
        close();
    }

    /** Ends the connection, or the attempt to make it. */
    void close() {
        leaving = true;
        link.close(new IOException("given up"));
    }

    /** Waits until nothing comes of it any more. */
    void awaitEnd(Duration limit) {
        link.awaitEnd(limit);
    }

    @Override
    public void ended(IOException why) {
        session.end(out, why);
        if (!made.completeExceptionally(failure(why)) && !leaving) {
            listener.lost(why);
        }
    }

    private TransportException failure(IOException why) {
        return why.getCause() instanceof TransportException known ? known : new TransportException(Reason.OTHER, why);
    }

    @Override
    public void packet(Packet packet) throws IOException {
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
            case MqttPackets.SUBACK, MqttPackets.UNSUBACK -> session.answered(packet.u16(0), packet.body());
            case MqttPackets.DISCONNECT ->
                throw new IOException(
                        "the broker disconnects: " + ReasonCode.inWords(reason(packet, 0), said(packet, 1)));
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
            String words = ReasonCode.inWords(reason, reason == code ? said(packet, 2) : null);
            throw new IOException(words, new TransportException(why(reason), new IOException(words)));
        }
        if (mqtt5) {
            PacketProperties properties = PacketProperties.read(packet.body(), 2, packet.body().length);
            if (properties == null) {
                throw new IOException("a malformed CONNACK");
            }
            takes = BrokerTakes.of(properties);
            Long keepAlive = properties.number(PacketProperties.SERVER_KEEP_ALIVE);
            if (keepAlive != null) {
                link.keepAlive(Duration.ofSeconds(keepAlive));
            }
        }
        // A broker of 3.1 has a session and does not say so.
        session.begin(!mqtt5 || (packet.body()[0] & 1) != 0, takes, inFlight, out);
        made.complete(true);
    }

    private Reason why(int code) {
        return switch (code) {
            case ReasonCode.BAD_CREDENTIALS, 0x8c -> Reason.BAD_CREDENTIALS;
            case ReasonCode.NOT_AUTHORIZED -> Reason.NOT_PERMITTED;
            case ReasonCode.BAD_CLIENT_ID -> Reason.BAD_CLIENT_ID;
            case ReasonCode.UNSUPPORTED_VERSION -> mqtt5 ? Reason.OTHER_PROTOCOL : Reason.REFUSED;
            default -> Reason.REFUSED;
        };
    }

    private void acknowledged(Packet packet) {
        int code = reason(packet, 2);
        MqttSession.Sent message = session.done(packet.u16(0));
        if (message == null) {
            return;
        }
        Object context = message.context();
        // A PUBCOMP of a message that the broker has forgotten: it had received it.
        if (code < ReasonCode.FAILURE || code == ReasonCode.PACKET_ID_NOT_FOUND) {
            message.done().complete(null);
            if (context != null) {
                listener.acknowledged(context);
            }
            return;
        }
        String words = ReasonCode.inWords(code, said(packet, 3));
        message.done().completeExceptionally(new TransportException(Reason.REFUSED, new IOException(words)));
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
        byte[] body = packet.body();
        int topicEnd = 2 + packet.u16(0);
        int at = packet.qos() > 0 ? topicEnd + 2 : topicEnd;
        PacketProperties properties = mqtt5 ? PacketProperties.read(body, at, body.length) : null;
        String topic = new String(body, 2, topicEnd - 2, UTF_8);
        byte[] payload = Arrays.copyOfRange(body, properties == null ? at : properties.end(), body.length);
        ReceivedMessage message = new ReceivedMessage(
                topic,
                payload,
                packet.qos(),
                (packet.first() & 1) != 0,
                (packet.first() & 8) != 0,
                packet.qos() > 0 ? packet.u16(topicEnd) : 0,
                properties == null ? MessageProperties.NONE : MessageProperties.of(properties));
        if (topic.isEmpty()) {
            listener.discarded(message, new String(payload, UTF_8));
        } else {
            listener.received(message);
        }
    }

    /** An answer without one means success. */
    private static int reason(Packet packet, int at) {
        return packet.body().length > at ? packet.body()[at] & 0xff : 0;
    }

    private @Nullable String said(Packet packet, int properties) {
        PacketProperties read = mqtt5 ? PacketProperties.read(packet.body(), properties, packet.body().length) : null;
        return read == null ? null : read.text(PacketProperties.REASON);
    }
}
