package dev.piroutes.mqtt;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.IntConsumer;

/** What Paho writes, with the topics and filters as they are that {@link PahoTopic} escapes. */
final class OutgoingPackets extends OutputStream {

    private static final int CONNECT = 1;
    private static final int PUBLISH = 3;
    /** Of the first byte of a PUBLISH. */
    private static final int QOS = 6;

    private static final int SUBSCRIBE = 8;
    private static final int UNSUBSCRIBE = 10;

    private final OutputStream out;
    private final IntConsumer published;
    private final PacketStart start = new PacketStart();

    /** What goes out as it comes, before the next packet. */
    private long body;

    /** @param published is told the packet id of each PUBLISH that has one, before it is written */
    OutgoingPackets(OutputStream out, IntConsumer published) {
        this.out = new BufferedOutputStream(out);
        this.published = published;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int n = (int) Math.min(end - at, body > 0 ? body : start.missing());
            if (body > 0) {
                out.write(bytes, at, n);
                body -= n;
            } else {
                start.add(bytes, at, n);
                look();
            }
            at += n;
        }
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void look() throws IOException {
        if (start.missing() > 0 || !start.hasHeader()) {
            return;
        }
        switch (start.type()) {
            case PUBLISH -> publish();
            case CONNECT -> {
                if (start.has((int) start.length())) {
                    will();
                }
            }
            case SUBSCRIBE, UNSUBSCRIBE -> {
                if (start.has((int) start.length())) {
                    filters();
                }
            }
            default -> hand(start.bytes(), start.size());
        }
    }

    private void will() throws IOException {
        byte[] bytes = start.bytes();
        int flags = start.headerLength() + 2 + start.u16(start.headerLength()) + 1;
        int clientId = flags + 3;
        int topic = clientId + 2 + start.u16(clientId);
        if ((bytes[flags] & 4) == 0 || !PahoTopic.isEscaped(bytes, topic + 2, topic + 2 + start.u16(topic))) {
            hand(bytes, start.size());
            return;
        }
        int end = topic + 2 + start.u16(topic);
        byte[] all = new PacketBytes()
                .raw(bytes, start.headerLength(), topic)
                .string(PahoTopic.wire(bytes, topic + 2, end))
                .raw(bytes, end, start.size())
                .packet(start.first(), 0);
        hand(all, all.length);
    }

    private void publish() throws IOException {
        int topic = start.headerLength() + 2;
        if (!start.has(topic)) {
            return;
        }
        int topicEnd = topic + start.u16(topic - 2);
        boolean numbered = (start.first() & QOS) != 0;
        if (!start.has(numbered ? topicEnd + 2 : topicEnd)) {
            return;
        }
        if (numbered) {
            published.accept(start.u16(topicEnd));
        }
        if (!PahoTopic.isEscaped(start.bytes(), topic, topicEnd)) {
            hand(start.bytes(), start.size());
        } else {
            PacketBytes packet = new PacketBytes().string(PahoTopic.wire(start.bytes(), topic, topicEnd));
            byte[] bytes = packet.raw(start.bytes(), topicEnd, start.size())
                    .packet(start.first(), start.length() - start.size());
            hand(bytes, bytes.length);
        }
    }

    private void filters() throws IOException {
        byte[] bytes = start.bytes();
        int at = start.headerLength() + 2;
        PacketBytes packet = new PacketBytes().raw(bytes, start.headerLength(), at);
        int options = start.type() == SUBSCRIBE ? 1 : 0;
        while (at < start.size()) {
            int end = at + 2 + start.u16(at);
            if (PahoTopic.isEscaped(bytes, at + 2, end)) {
                packet.string(PahoTopic.wire(bytes, at + 2, end));
            } else {
                packet.raw(bytes, at, end);
            }
            packet.raw(bytes, end, end + options);
            at = end + options;
        }
        byte[] all = packet.packet(start.first(), 0);
        hand(all, all.length);
    }

    private void hand(byte[] bytes, int length) throws IOException {
        out.write(bytes, 0, length);
        body = start.length() - start.size();
        start.clear();
    }
}
