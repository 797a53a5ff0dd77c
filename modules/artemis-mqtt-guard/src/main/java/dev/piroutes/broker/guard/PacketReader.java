package dev.piroutes.broker.guard;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/** Reads the fields of one packet, strictly, without taking the bytes from it. */
final class PacketReader {
    /** MQTT-1.5.5-1; MQTT 3.1.1 does not say so. */
    static final String TOO_LONG = "a length that takes more bytes than it needs";

    private static final int MAX_VARINT_BYTES = 4;

    private final ByteBuf packet;
    private int at;
    private final int end;

    /** @param start of the fields to read */
    PacketReader(ByteBuf packet, int start, int end) {
        this.packet = packet;
        this.at = start;
        this.end = end;
    }

    int left() {
        return end - at;
    }

    private int take(int count) throws Malformed {
        if (count > left()) {
            throw new Malformed("a field goes beyond the end of its packet");
        }
        int from = at;
        at += count;
        return from;
    }

    int number1() throws Malformed {
        return packet.getUnsignedByte(take(1));
    }

    int number2() throws Malformed {
        return packet.getUnsignedShort(take(2));
    }

    long number4() throws Malformed {
        return packet.getUnsignedInt(take(4));
    }

    int packetId() throws Malformed {
        int id = number2();
        if (id == 0) {
            throw new Malformed("packet id 0");
        }
        return id;
    }

    int varint() throws Malformed {
        int value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES; i++) {
            int b = number1();
            value |= (b & 0x7f) << 7 * i;
            if ((b & 0x80) == 0) {
                if (i > 0 && b == 0) {
                    throw new Malformed(TOO_LONG);
                }
                return value;
            }
        }
        throw new Malformed("a length of more than four bytes");
    }

    /** Returns where it begins; it ends where the reader is now. */
    int skipBinary() throws Malformed {
        int length = number2();
        return take(length);
    }

    /** Checks a string and leaves it. */
    void skipString() throws Malformed {
        checkText(skipBinary());
    }

    String string() throws Malformed {
        int from = skipBinary();
        checkText(from);
        return packet.toString(from, at - from, StandardCharsets.UTF_8);
    }

    private void checkText(int from) throws Malformed {
        if (!ByteBufUtil.isText(packet, from, at - from, StandardCharsets.UTF_8)) {
            throw new Malformed("a string that is not UTF-8");
        }
        if (packet.indexOf(from, at, (byte) 0) >= 0) {
            throw new Malformed("a NUL character in a string");
        }
    }

    /** A reader of the next bytes, which this one leaves out. */
    PacketReader part(int length) throws Malformed {
        int from = take(length);
        return new PacketReader(packet, from, at);
    }

    void requireEnd() throws Malformed {
        if (left() > 0) {
            throw new Malformed(left() + " bytes too many in a packet");
        }
    }
}
