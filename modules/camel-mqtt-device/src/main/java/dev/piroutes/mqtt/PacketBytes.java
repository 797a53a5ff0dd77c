package dev.piroutes.mqtt;

import java.io.ByteArrayOutputStream;

/** A packet that is being put together, behind its length. */
final class PacketBytes {

    static final int MOST = 268_435_455;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    PacketBytes u8(int value) {
        bytes.write(value);
        return this;
    }

    PacketBytes u16(int value) {
        return u8(value >> 8).u8(value);
    }

    PacketBytes u32(long value) {
        return u16((int) (value >> 16)).u16((int) value);
    }

    PacketBytes length(long value) {
        long left = value;
        do {
            bytes.write((int) (left & 0x7f | (left > 0x7f ? 0x80 : 0)));
            left >>= 7;
        } while (left > 0);
        return this;
    }

    PacketBytes raw(byte[] value, int from, int to) {
        bytes.write(value, from, to - from);
        return this;
    }

    /** With its length in front. */
    PacketBytes string(byte[] value) {
        return u16(value.length).raw(value, 0, value.length);
    }

    /** The packet, if so many bytes come behind it. */
    byte[] packet(int first, long rest) {
        byte[] body = bytes.toByteArray();
        return new PacketBytes()
                .u8(first)
                .length(body.length + rest)
                .raw(body, 0, body.length)
                .bytes
                .toByteArray();
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
