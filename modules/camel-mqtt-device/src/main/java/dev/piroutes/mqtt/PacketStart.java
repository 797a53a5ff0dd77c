package dev.piroutes.mqtt;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The beginning of an MQTT packet, as far as it has come, and how much of it is wanted next. */
final class PacketStart {

    private byte[] bytes = new byte[64];
    private int size;
    private int wanted = 2;
    private int headerLength;
    private int remaining;

    void clear() {
        size = 0;
        wanted = 2;
        headerLength = 0;
        if (bytes.length > 4096) {
            bytes = new byte[64];
        }
    }

    /** How many bytes are wanted. */
    int missing() {
        return wanted - size;
    }

    void add(byte[] from, int offset, int length) {
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }

    /** @throws EOFException if there is nothing more */
    void readFrom(InputStream in) throws IOException {
        int n = in.read(bytes, size, missing());
        if (n < 0) {
            throw new EOFException();
        }
        size += n;
    }

    /** Whether so many bytes are there. If not, they are wanted. */
    boolean has(int length) {
        if (size >= length) {
            return true;
        }
        if (bytes.length < length) {
            bytes = Arrays.copyOf(bytes, Math.max(length, bytes.length * 2));
        }
        wanted = length;
        return false;
    }

    /**
     * Whether type and length are there. If not, they are wanted.
     *
     * @throws IOException if the length is none
     */
    boolean hasHeader() throws IOException {
        if (headerLength > 0) {
            return true;
        }
        int length = 0;
        for (int i = 1; i < size; i++) {
            if (i > 4) {
                throw new IOException("malformed packet: a length of more than four bytes");
            }
            length |= (bytes[i] & 0x7f) << 7 * (i - 1);
            if (bytes[i] >= 0) {
                headerLength = i + 1;
                remaining = length;
                return true;
            }
        }
        return has(size + 1);
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    int first() {
        return bytes[0] & 0xff;
    }

    int type() {
        return first() >> 4;
    }

    int headerLength() {
        return headerLength;
    }

    /** What comes behind the header. */
    int remaining() {
        return remaining;
    }

    /** The whole packet. */
    long length() {
        return (long) headerLength + remaining;
    }

    int u16(int at) {
        return (bytes[at] & 0xff) << 8 | bytes[at + 1] & 0xff;
    }
}
