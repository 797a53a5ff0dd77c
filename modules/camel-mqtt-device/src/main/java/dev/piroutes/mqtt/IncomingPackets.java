package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * What a broker sends, in a form in which no single message ends Paho's receiver, which does not come back. A topic that
 * Paho cannot take is escaped ({@link PahoTopic}). A message that cannot be handed on is left out: in its place, with its packet
 * id and QoS, so that it is acknowledged in its turn and does not come again, stands one to {@link PahoTopic#LEFT_OUT} that
 * says why. Any other packet that is malformed is an {@link IOException}, which ends the connection.
 *
 * <p>A packet may come in any pieces, and reading may time out between them.
 */
final class IncomingPackets extends InputStream {

    private static final int PUBLISH = 3;

    /** The least that is behind the header, by type; -1: a broker sends none. AUTH and DISCONNECT are of MQTT 5. */
    private static final int[] LEAST = {-1, -1, 2, 0, 2, 2, 2, 2, -1, 3, -1, 2, -1, 0, 0, 0};

    private static final byte[] NOTHING = {};

    private final InputStream in;
    private final boolean mqtt5;
    private final int largest;
    private final PacketStart start = new PacketStart();

    /** What goes out first. */
    private byte[] ready = NOTHING;

    private int readyAt;
    private int readyEnd;

    /** What then goes out as it comes. */
    private long body;

    /** What then falls. */
    private long skip;

    /** @param largest packet that is handed on, in bytes */
    IncomingPackets(InputStream in, boolean mqtt5, int largest) {
        this.in = new BufferedInputStream(in);
        this.mqtt5 = mqtt5;
        this.largest = largest;
    }

    /** What a heap of this size carries: 20 of them may be under way, and Paho makes copies. */
    static int largest(long heap) {
        return (int) Math.max(320 * 1024, Math.min(PacketBytes.MOST, heap / 64));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        try {
            while (readyAt == readyEnd && body == 0) {
                next();
            }
        } catch (EOFException e) {
            return -1;
        }
        if (readyAt < readyEnd) {
            int n = Math.min(length, readyEnd - readyAt);
            System.arraycopy(ready, readyAt, to, offset, n);
            readyAt += n;
            return n;
        }
        int n = in.read(to, offset, (int) Math.min(length, body));
        body -= Math.max(0, n);
        return n;
    }

    @Override
    public int available() throws IOException {
        return readyEnd - readyAt > 0 ? readyEnd - readyAt : in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private void next() throws IOException {
        if (skip > 0) {
            skip();
        } else if (start.missing() > 0) {
            start.readFrom(in);
        } else if (start.hasHeader()) {
            look();
        }
    }

    /** Not with {@link InputStream#skip}, which forgets what it has skipped when the time is out. */
    private void skip() throws IOException {
        int n = in.read(new byte[(int) Math.min(skip, 8192)]);
        if (n < 0) {
            throw new EOFException();
        }
        skip -= n;
    }

    private void look() throws IOException {
        int least = LEAST[start.type()];
        if (start.type() == PUBLISH) {
            publish();
        } else if (least < 0 || start.remaining() < least || start.type() >= 14 && !mqtt5) {
            throw new IOException(String.format("malformed packet: 0x%02x of %d bytes", start.first(), start.length()));
        } else if (start.length() > largest) {
            throw new IOException("malformed packet: a type " + start.type() + " of " + start.length() + " bytes");
        } else {
            hand(start.bytes(), start.size(), start.length() - start.size());
        }
    }

    private void publish() throws IOException {
        int at = start.headerLength();
        int qos = start.first() >> 1 & 3;
        if (start.remaining() < 2 || qos == 3) {
            leaveOut(0, 0, "a message is malformed");
            return;
        }
        if (!start.has(at + 2)) {
            return;
        }
        int topicEnd = at + 2 + start.u16(at);
        int end = topicEnd + (qos == 0 ? 0 : 2);
        if (end > start.length()) {
            leaveOut(0, 0, "a message is malformed");
            return;
        }
        if (!start.has(end)) {
            return;
        }
        int id = qos == 0 ? 0 : start.u16(topicEnd);
        if (qos > 0 && id == 0) {
            leaveOut(0, 0, "a message to " + shown(at + 2, topicEnd) + " has no packet id");
        } else if (start.length() > largest) {
            leaveOut(
                    qos,
                    id,
                    "a message to " + shown(at + 2, topicEnd) + " has " + start.length()
                            + " bytes, and this program's heap carries " + largest
                            + ": send less at once, or give it more (-Xmx)");
        } else if (mqtt5) {
            publish5(at + 2, topicEnd, end, qos, id);
        } else {
            publish(at + 2, topicEnd, end, qos, id);
        }
    }

    private void publish5(int topic, int topicEnd, int end, int qos, int id) throws IOException {
        if (!start.has((int) Math.min(start.length(), end + 4))) {
            return;
        }
        int behind = PacketProperties.end(start.bytes(), end, start.size());
        if (behind < 0 || behind > start.length()) {
            leaveOut(qos, id, "a message to " + shown(topic, topicEnd) + " is malformed");
        } else if (start.has(behind)) {
            if (PacketProperties.read(start.bytes(), end, behind) == null) {
                leaveOut(qos, id, "a message to " + shown(topic, topicEnd) + " has malformed properties");
            } else {
                publish(topic, topicEnd, end, qos, id);
            }
        }
    }

    private void publish(int topic, int topicEnd, int end, int qos, int id) {
        long rest = start.length() - start.size();
        boolean ascii = PahoTopic.isAscii(start.bytes(), topic, topicEnd);
        String name = PahoTopic.decode(start.bytes(), topic, topicEnd);
        String problem = name == null ? "is no UTF-8" : problem(name);
        if (problem != null || name == null) {
            leaveOut(
                    qos,
                    id,
                    "the topic " + shown(topic, topicEnd) + " of a message " + problem
                            + ": whoever publishes it breaks a rule of MQTT, and so does the broker");
        } else if (mqtt5 || ascii || PahoTopic.isPlain(name)) {
            hand(start.bytes(), start.size(), rest);
        } else if (topicEnd - topic > PahoTopic.LONGEST) {
            leaveOut(
                    qos,
                    id,
                    "the topic " + shown(topic, topicEnd) + " of a message has " + (topicEnd - topic)
                            + " bytes: with such characters in it at most " + PahoTopic.LONGEST + " can be taken");
        } else {
            PacketBytes packet = new PacketBytes().string(PahoTopic.of(name).getBytes(UTF_8));
            if (qos > 0) {
                packet.u16(id);
            }
            byte[] bytes = packet.raw(start.bytes(), end, start.size()).packet(start.first(), rest);
            hand(bytes, bytes.length, rest);
        }
    }

    private static @Nullable String problem(String topic) {
        if (topic.isEmpty()) {
            return "is empty";
        }
        if (topic.indexOf('+') >= 0 || topic.indexOf('#') >= 0) {
            return "has a wildcard";
        }
        return topic.indexOf('\0') >= 0 ? "has U+0000" : null;
    }

    private void hand(byte[] bytes, int length, long rest) {
        ready = bytes;
        readyAt = 0;
        readyEnd = length;
        body = rest;
        start.clear();
    }

    /** Lets the message fall, but for its place. */
    private void leaveOut(int qos, int id, String why) {
        long rest = start.length() - start.size();
        PacketBytes packet = new PacketBytes().string(mqtt5 ? NOTHING : PahoTopic.LEFT_OUT.getBytes(UTF_8));
        if (qos > 0) {
            packet.u16(id);
        }
        if (mqtt5) {
            packet.length(0);
        }
        byte[] text = why.getBytes(UTF_8);
        int first = PUBLISH << 4 | qos << 1 | (qos > 0 ? start.first() & 8 : 0);
        byte[] bytes = packet.raw(text, 0, text.length).packet(first, 0);
        hand(bytes, bytes.length, 0);
        skip = rest;
    }

    private String shown(int from, int to) {
        return PublishRules.show(new String(start.bytes(), from, to - from, UTF_8));
    }
}
