package dev.piroutes.mqtt;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;

/** The properties of an MQTT 5 packet, by their identifiers (MQTT 5, 2.2.2.2). */
final class PacketProperties {

    static final int PAYLOAD_FORMAT = 0x01;
    static final int MESSAGE_EXPIRY = 0x02;
    static final int CONTENT_TYPE = 0x03;
    static final int RESPONSE_TOPIC = 0x08;
    static final int CORRELATION_DATA = 0x09;
    static final int SUBSCRIPTION = 0x0b;
    static final int SESSION_EXPIRY = 0x11;
    static final int SERVER_KEEP_ALIVE = 0x13;
    static final int REASON = 0x1f;
    static final int RECEIVE_MAXIMUM = 0x21;
    static final int TOPIC_ALIAS = 0x23;
    static final int MAXIMUM_QOS = 0x24;
    static final int RETAIN_AVAILABLE = 0x25;
    static final int USER_PROPERTY = 0x26;
    static final int MAXIMUM_PACKET_SIZE = 0x27;

    private final int end;
    private final Map<Integer, Object> values = new HashMap<>();
    private final List<UserProperty> user = new ArrayList<>();

    private PacketProperties(int end) {
        this.end = end;
    }

    /** Where properties end whose length is at {@code from}; -1: there is no length that is one. */
    static int end(byte[] bytes, int from, int to) {
        int length = 0;
        for (int i = from; i < Math.min(to, from + 4); i++) {
            length |= (bytes[i] & 0x7f) << 7 * (i - from);
            if (bytes[i] >= 0) {
                return i + 1 + length;
            }
        }
        return -1;
    }

    /**
     * Reads them, their length first. A text that is no UTF-8 is left out.
     *
     * @return null if they are malformed, or do not end by {@code to}
     */
    static @Nullable PacketProperties read(byte[] bytes, int from, int to) {
        if (from >= to) {
            // An acknowledgement may leave them out.
            return new PacketProperties(from);
        }
        int end = end(bytes, from, to);
        if (end < 0 || end > to) {
            return null;
        }
        PacketProperties all = new PacketProperties(end);
        int at = from;
        while (bytes[at] < 0) {
            at++;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, at + 1, end - at - 1);
        try {
            while (in.hasRemaining()) {
                if (!all.readOne(in)) {
                    return null;
                }
            }
            return all;
        } catch (BufferUnderflowException e) {
            return null;
        }
    }

    /** @return whether there is such a property */
    private boolean readOne(ByteBuffer in) {
        int id = in.get() & 0xff;
        switch (id) {
            case PAYLOAD_FORMAT, 0x17, 0x19, MAXIMUM_QOS, RETAIN_AVAILABLE, 0x28, 0x29, 0x2a ->
                values.put(id, (long) in.get() & 0xff);
            case SERVER_KEEP_ALIVE, RECEIVE_MAXIMUM, 0x22, TOPIC_ALIAS -> values.put(id, (long) in.getShort() & 0xffff);
            case MESSAGE_EXPIRY, SESSION_EXPIRY, 0x18, MAXIMUM_PACKET_SIZE -> values.put(id, in.getInt() & 0xffffffffL);
            case SUBSCRIPTION -> {
                int last = 0;
                while (in.get() < 0) {
                    last++;
                }
                return last < 4;
            }
            case CONTENT_TYPE, RESPONSE_TOPIC, 0x12, 0x15, 0x1a, 0x1c, REASON -> {
                String text = text(in);
                if (text != null) {
                    values.put(id, text);
                }
            }
            case CORRELATION_DATA, 0x16 -> values.put(id, binary(in));
            case USER_PROPERTY -> {
                String name = text(in);
                String value = text(in);
                if (name != null && value != null) {
                    user.add(new UserProperty(name, value));
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static byte[] binary(ByteBuffer in) {
        byte[] bytes = new byte[in.getShort() & 0xffff];
        in.get(bytes);
        return bytes;
    }

    private static @Nullable String text(ByteBuffer in) {
        byte[] bytes = binary(in);
        return PacketReader.text(bytes, 0, bytes.length);
    }

    /** Where they end. */
    int end() {
        return end;
    }

    @Nullable
    Long number(int id) {
        return (Long) values.get(id);
    }

    long number(int id, long otherwise) {
        return Objects.requireNonNullElse(number(id), otherwise);
    }

    @Nullable
    String text(int id) {
        return (String) values.get(id);
    }

    byte @Nullable [] binary(int id) {
        return (byte[]) values.get(id);
    }

    List<UserProperty> user() {
        return user;
    }
}
