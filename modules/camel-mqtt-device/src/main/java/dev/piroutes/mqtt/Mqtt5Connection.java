package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.piroutes.mqtt.TransportException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.jspecify.annotations.Nullable;

/** What the packets of one connection of MQTT 5 mean, for its session and for the device. */
final class Mqtt5Connection implements Mqtt5Link.Handler {

    private final Mqtt5Link link;
    private final Mqtt5Session session;
    private final Transport.Listener listener;
    private final int inFlight;
    private final CompletableFuture<Boolean> made = new CompletableFuture<>();
    private final Consumer<byte[]> out = this::send;
    private volatile BrokerTakes takes = BrokerTakes.ALL;
    /** The end is this side's wish. */
    private volatile boolean leaving;

    /** @param inFlight how many messages may be under way at once, if the broker takes as many */
    Mqtt5Connection(
            NetworkModule module, Duration keepAlive, Mqtt5Session session, int inFlight, Transport.Listener listener) {
        this.link = new Mqtt5Link(module, keepAlive, this);
        this.session = session;
        this.inFlight = inFlight;
        this.listener = listener;
    }

    /** Connects, and waits for it. */
    void open(byte[] connect) throws TransportException {
        link.open(connect);
        Mqtt5Session.await(made, Transport.ANSWER);
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

    void send(byte[] packet) {
        link.send(packet);
    }

    /** Takes leave of the broker, which ends the connection then. */
    void leave(Duration limit) {
        leaving = true;
        link.send(Mqtt5Packets.disconnect());
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
    public void packet(int first, byte[] body) throws IOException {
        int type = first >> 4;
        if (!isMade()) {
            if (type != Mqtt5Packets.CONNACK) {
                throw new IOException("the broker does not begin with CONNACK");
            }
            connected(body);
            return;
        }
        switch (type) {
            case Mqtt5Packets.PUBLISH -> message(first, body);
            case Mqtt5Packets.PUBACK, Mqtt5Packets.PUBCOMP -> acknowledged(id(body), reason(body, 2), body);
            case Mqtt5Packets.PUBREC -> {
                if (reason(body, 2) < ReasonCode.FAILURE) {
                    session.received(id(body));
                } else {
                    acknowledged(id(body), reason(body, 2), body);
                }
            }
            case Mqtt5Packets.PUBREL -> link.send(Mqtt5Packets.answer(Mqtt5Packets.PUBCOMP, id(body), 0));
            case Mqtt5Packets.SUBACK, Mqtt5Packets.UNSUBACK -> session.answered(id(body), body);
            case Mqtt5Packets.DISCONNECT ->
                throw new IOException("the broker disconnects: " + ReasonCode.inWords(reason(body, 0), said(body, 1)));
            default -> {
                // The answer to a ping.
            }
        }
    }

    private void connected(byte[] body) throws IOException {
        int code = reason(body, 1);
        if (code != 0) {
            // A broker that knows only 3.1.1 answers so: 1.
            int reason = code == 1 ? ReasonCode.UNSUPPORTED_VERSION : code;
            String words = ReasonCode.inWords(reason, code == 1 ? null : said(body, 2));
            throw new IOException(words, new TransportException(why(reason), new IOException(words)));
        }
        PacketProperties properties = PacketProperties.read(body, 2, body.length);
        if (properties == null) {
            throw new IOException("a malformed CONNACK");
        }
        takes = BrokerTakes.of(properties);
        Long keepAlive = properties.number(PacketProperties.SERVER_KEEP_ALIVE);
        if (keepAlive != null) {
            link.keepAlive(Duration.ofSeconds(keepAlive));
        }
        session.begin((body[0] & 1) != 0, takes, inFlight, out);
        made.complete(true);
    }

    private static Reason why(int code) {
        return switch (code) {
            case ReasonCode.BAD_CREDENTIALS, 0x8c -> Reason.BAD_CREDENTIALS;
            case ReasonCode.NOT_AUTHORIZED -> Reason.NOT_PERMITTED;
            case ReasonCode.BAD_CLIENT_ID -> Reason.BAD_CLIENT_ID;
            case ReasonCode.UNSUPPORTED_VERSION -> Reason.OTHER_PROTOCOL;
            default -> Reason.REFUSED;
        };
    }

    private void acknowledged(int id, int code, byte[] body) {
        Mqtt5Session.Sent message = session.done(id);
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
        String words = ReasonCode.inWords(code, said(body, 3));
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

    private void message(int first, byte[] body) throws IOException {
        int topicEnd = 2 + id(body);
        String topic = new String(body, 2, topicEnd - 2, UTF_8);
        int qos = first >> 1 & 3;
        int at = qos > 0 ? topicEnd + 2 : topicEnd;
        PacketProperties properties = PacketProperties.read(body, at, body.length);
        if (properties == null) {
            throw new IOException("a malformed message");
        }
        byte[] payload = Arrays.copyOfRange(body, properties.end(), body.length);
        ReceivedMessage message = new ReceivedMessage(
                topic,
                payload,
                qos,
                (first & 1) != 0,
                (first & 8) != 0,
                qos > 0 ? u16(body, topicEnd) : 0,
                MessageProperties.of(properties));
        if (topic.isEmpty()) {
            listener.discarded(message, new String(payload, UTF_8));
        } else {
            listener.received(message);
        }
    }

    private static int id(byte[] body) {
        return u16(body, 0);
    }

    private static int u16(byte[] body, int at) {
        return (body[at] & 0xff) << 8 | body[at + 1] & 0xff;
    }

    /** An answer without one means success. */
    private static int reason(byte[] body, int at) {
        return body.length > at ? body[at] & 0xff : 0;
    }

    private static @Nullable String said(byte[] body, int properties) {
        PacketProperties read = PacketProperties.read(body, properties, body.length);
        return read == null ? null : read.text(PacketProperties.REASON);
    }
}
