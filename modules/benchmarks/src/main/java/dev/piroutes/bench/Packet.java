package dev.piroutes.bench;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One MQTT 3.1.1 control packet on the wire.
 *
 * @param header the first byte: type and flags
 * @param body what follows the remaining length
 */
record Packet(int header, byte[] body) {
    static final int CONNECT = 0x10;
    static final int CONNACK = 0x20;
    static final int PUBLISH = 0x30;
    static final int PUBACK = 0x40;
    static final int SUBSCRIBE = 0x82;
    static final int SUBACK = 0x90;
    static final int PINGREQ = 0xC0;
    static final int PINGRESP = 0xD0;
    static final int DISCONNECT = 0xE0;

    private static final int MORE = 0x80;
    private static final int LONGEST_LENGTH = 4;

    static Packet read(DataInputStream in) throws IOException {
        int header = in.read();
        if (header < 0) {
            throw new EOFException("the broker closed the connection");
        }
        int length = 0;
        for (int i = 0; i < LONGEST_LENGTH; i++) {
            int part = in.readUnsignedByte();
            length |= (part & ~MORE) << (7 * i);
            if ((part & MORE) == 0) {
                byte[] body = new byte[length];
                in.readFully(body);
                return new Packet(header, body);
            }
        }
        throw new IOException("a remaining length of more than four bytes");
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 1 + LONGEST_LENGTH);
        out.write(header);
        int rest = body.length;
        do {
            int part = rest & ~MORE & 0xFF;
            rest >>= 7;
            out.write(rest > 0 ? part | MORE : part);
        } while (rest > 0);
        out.writeBytes(body);
        return out.toByteArray();
    }

    int type() {
        return header & 0xF0;
    }

    /** The first two bytes: a PUBACK's, SUBACK's packet id, or a CONNACK's flags and return code. */
    int firstShort() {
        return ByteBuffer.wrap(body).getShort() & 0xFFFF;
    }

    static Packet acknowledgement(int id) {
        return new Packet(PUBACK, new byte[] {(byte) (id >> 8), (byte) id});
    }

    static Packet publish(Message message, int id) {
        byte[] topic = message.topic().getBytes(StandardCharsets.UTF_8);
        ByteBuffer body = ByteBuffer.allocate(4 + topic.length + message.payload().length);
        body.putShort((short) topic.length).put(topic);
        body.putShort((short) id).put(message.payload());
        return new Packet(PUBLISH | 1 << 1 | (message.retained() ? 1 : 0), body.array());
    }

    /** What a PUBLISH says; the id is 0 at QoS 0. */
    Message message() {
        ByteBuffer in = ByteBuffer.wrap(body);
        byte[] topic = new byte[in.getShort() & 0xFFFF];
        in.get(topic);
        int qos = header >> 1 & 3;
        int id = qos == 0 ? 0 : in.getShort() & 0xFFFF;
        byte[] payload = new byte[in.remaining()];
        in.get(payload);
        return new Message(new String(topic, StandardCharsets.UTF_8), payload, (header & 1) == 1, id);
    }

    static Packet subscribe(String filter, int id) {
        byte[] name = filter.getBytes(StandardCharsets.UTF_8);
        ByteBuffer body = ByteBuffer.allocate(5 + name.length);
        body.putShort((short) id).putShort((short) name.length).put(name).put((byte) 1);
        return new Packet(SUBSCRIBE, body.array());
    }
}
