package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.piroutes.topic.TopicFilter;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a broker sends, packet by packet. A message that cannot be handed on does not end the connection, for it would come
 * again: it is acknowledged in its turn, by its packet id and QoS. Any other packet that is malformed is an {@link IOException}.
 */
final class PacketReader {

    /** Where bytes come from. */
    @FunctionalInterface
    interface Source {
        /** At least one byte, as long as that takes; or -1 at the end. */
        int read(byte[] to, int offset, int length) throws IOException;
    }

    /**
     * A packet.
     *
     * @param first its first byte
     * @param body what is behind the length
     * @param message of a PUBLISH, else null
     * @param discarded why nobody can be handed the message, or null
     */
    record Packet(int first, byte[] body, @Nullable ReceivedMessage message, @Nullable String discarded) {
        int type() {
            return first >> 4;
        }

        int qos() {
            return first >> 1 & 3;
        }

        int u16(int at) {
            return (body[at] & 0xff) << 8 | body[at + 1] & 0xff;
        }
    }

    private static final int PUBLISH = 3;
    private static final byte[] NOTHING = {};

    /** The least that is behind the length, by type; -1: a broker sends none. AUTH and DISCONNECT are of MQTT 5. */
    private static final int[] LEAST = {-1, -1, 2, 0, 2, 2, 2, 2, -1, 3, -1, 2, -1, 0, 0, 0};

    /** What is read of a message that is too large: topic and packet id are in it. */
    private static final int HEAD = 2 + 65_535 + 2;

    private final Source source;
    private final boolean mqtt5;
    private final int largest;

    /** @param largest packet that is handed on, in bytes */
    PacketReader(Source source, boolean mqtt5, int largest) {
        this.source = source;
        this.mqtt5 = mqtt5;
        this.largest = largest;
    }

    /** What a heap of this size carries: 20 of them may be under way, and copies are made. */
    static int largest(long heap) {
        return (int) Math.max(320 * 1024, Math.min(PacketBytes.MOST, heap / 64));
    }

    /** @throws EOFException at the end, or within a packet */
    Packet next() throws IOException {
        int first = read(1)[0] & 0xff;
        int length = 0;
        int lengthBytes = 0;
        byte more;
        do {
            if (++lengthBytes > 4) {
                throw new IOException("malformed packet: a length of more than four bytes");
            }
            more = read(1)[0];
            length |= (more & 0x7f) << 7 * (lengthBytes - 1);
        } while (more < 0);
        long size = 1L + lengthBytes + length;
        if (first >> 4 == PUBLISH) {
            return publish(first, length, size);
        }
        int least = LEAST[first >> 4];
        if (least < 0 || length < least || first >> 4 >= 14 && !mqtt5 || size > largest) {
            throw new IOException(String.format("malformed packet: 0x%02x of %d bytes", first, size));
        }
        return new Packet(first, read(length), null, null);
    }

    private Packet publish(int first, int length, long size) throws IOException {
        boolean whole = size <= largest;
        byte[] body = read(whole ? length : Math.min(length, HEAD));
        skip(length - body.length);
        Packet packet = new Packet(first, body, null, null);
        int qos = packet.qos();
        int topicEnd = body.length < 2 || qos == 3 ? Integer.MAX_VALUE - 2 : 2 + packet.u16(0);
        int end = qos == 0 ? topicEnd : topicEnd + 2;
        if (end > body.length) {
            return leftOut(packet, 0, "a message is malformed");
        }
        int id = qos == 0 ? 0 : packet.u16(topicEnd);
        if (qos > 0 && id == 0) {
            return leftOut(packet, 0, "a message to " + topic(body, topicEnd) + " has no packet id");
        }
        if (!whole) {
            String why = " has " + size + " bytes, and this program's heap carries " + largest;
            return leftOut(
                    packet,
                    id,
                    "a message to " + topic(body, topicEnd) + why + ": send less at once, or give it more (-Xmx)");
        }
        String topic = text(body, 2, topicEnd);
        String problem = topicProblem(topic);
        if (topic == null || problem != null) {
            String who = ": whoever publishes it breaks a rule of MQTT, and so does the broker";
            return leftOut(packet, id, "the topic " + topic(body, topicEnd) + " of a message " + problem + who);
        }
        PacketProperties properties = mqtt5 && end < body.length ? PacketProperties.read(body, end, body.length) : null;
        if (mqtt5 && properties == null) {
            return leftOut(packet, id, "a message to " + topic(body, topicEnd) + " has malformed properties");
        }
        ReceivedMessage message = new ReceivedMessage(
                topic,
                Arrays.copyOfRange(body, properties == null ? end : properties.end(), body.length),
                qos,
                (first & 1) != 0,
                (first & 8) != 0,
                id,
                properties == null ? MessageProperties.NONE : MessageProperties.of(properties));
        return new Packet(first, body, message, null);
    }

    /** As it may be shown. */
    private static String topic(byte[] body, int end) {
        return PublishRules.show(new String(body, 2, end - 2, UTF_8));
    }

    private static @Nullable String topicProblem(@Nullable String topic) {
        if (topic == null) {
            return "is no UTF-8";
        }
        if (topic.isEmpty()) {
            return "is empty";
        }
        if (TopicFilter.hasWildcard(topic)) {
            return "has a wildcard";
        }
        return topic.indexOf('\0') >= 0 ? "has U+0000" : null;
    }

    /** The text, or null: it is no UTF-8. */
    static @Nullable String text(byte[] bytes, int from, int to) {
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** @param id 0: there is nothing to acknowledge */
    private static Packet leftOut(Packet packet, int id, String why) {
        int qos = id == 0 ? 0 : packet.qos();
        boolean duplicate = qos > 0 && (packet.first() & 8) != 0;
        ReceivedMessage message = new ReceivedMessage("", NOTHING, qos, false, duplicate, id, MessageProperties.NONE);
        return new Packet(packet.first(), NOTHING, message, why);
    }

    private byte[] read(int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int at = 0; at < length; ) {
            at += some(bytes, at, length - at);
        }
        return bytes;
    }

    private void skip(int length) throws IOException {
        byte[] some = new byte[8192];
        for (int left = length; left > 0; ) {
            left -= some(some, 0, Math.min(left, some.length));
        }
    }

    private int some(byte[] to, int at, int length) throws IOException {
        int n = source.read(to, at, length);
        if (n < 0) {
            throw new EOFException();
        }
        return n;
    }
}
