package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** MQTT packets as bytes, and streams as networks give them. */
final class Wire {

    private Wire() {}

    static byte[] publish(byte[] topic, int qos, int id, byte[] payload) {
        return publish(topic, qos, id, null, payload);
    }

    /** @param properties of MQTT 5 without their length, or null for 3.1.1 */
    static byte[] publish(byte[] topic, int qos, int id, byte[] properties, byte[] payload) {
        PacketBytes packet = new PacketBytes().string(topic);
        if (qos > 0) {
            packet.u16(id);
        }
        if (properties != null) {
            packet.length(properties.length).raw(properties, 0, properties.length);
        }
        return packet.raw(payload, 0, payload.length).packet(0x30 | qos << 1, 0);
    }

    static byte[] publish(String topic, int qos, int id, String payload) {
        return publish(topic.getBytes(UTF_8), qos, id, payload.getBytes(UTF_8));
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** All packets, and reads on whenever the time is out. */
    static List<PacketReader.Packet> packets(InputStream in, boolean mqtt5, int largest) throws IOException {
        PacketReader reader = new PacketReader((to, offset, length) -> read(in, to, offset, length), mqtt5, largest);
        List<PacketReader.Packet> packets = new ArrayList<>();
        try {
            while (true) {
                packets.add(reader.next());
            }
        } catch (EOFException e) {
            return packets;
        }
    }

    private static int read(InputStream in, byte[] to, int offset, int length) throws IOException {
        while (true) {
            try {
                return in.read(to, offset, length);
            } catch (SocketTimeoutException e) {
                // as it is with sockets
            }
        }
    }

    static byte[] bytes(List<PacketReader.Packet> packets) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        packets.forEach(packet -> all.writeBytes(
                new PacketBytes().raw(packet.body(), 0, packet.body().length).packet(packet.first(), 0)));
        return all.toByteArray();
    }

    /** Gives so many bytes at once, and between them nothing in time. */
    static final class Slow extends InputStream {
        private final byte[] bytes;
        private final int first;
        private final int then;
        private int at;
        private boolean late;

        /** @param first so many bytes, and then in pieces of */
        Slow(byte[] bytes, int first, int then) {
            this.bytes = bytes;
            this.first = first;
            this.then = then;
        }

        @Override
        public int read() {
            throw new AssertionError();
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            late = !late;
            if (late) {
                throw new SocketTimeoutException();
            }
            int n = Math.min(Math.min(length, at < first ? first - at : then), bytes.length - at);
            System.arraycopy(bytes, at, to, offset, n);
            at += n;
            return n == 0 ? -1 : n;
        }
    }
}
