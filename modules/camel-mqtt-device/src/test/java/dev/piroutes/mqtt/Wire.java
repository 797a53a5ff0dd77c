package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;

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

    /** Length of the first packet. */
    static int length(byte[] bytes, int from) {
        int length = 0;
        for (int i = 0; ; i++) {
            length |= (bytes[from + 1 + i] & 0x7f) << 7 * i;
            if (bytes[from + 1 + i] >= 0) {
                return i + 2 + length;
            }
        }
    }

    static byte[] packet(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, from + length(bytes, from));
    }

    /** Reads on whenever the time is out. */
    static byte[] readAll(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] some = new byte[1000];
        while (true) {
            try {
                int n = in.read(some);
                if (n < 0) {
                    return all.toByteArray();
                }
                all.write(some, 0, n);
            } catch (SocketTimeoutException e) {
                // as Paho does
            }
        }
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
