package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The packets that a device sends, in the version of MQTT that it speaks. */
final class MqttPackets {

    static final int CONNACK = 2;
    static final int PUBLISH = 3;
    static final int PUBACK = 4;
    static final int PUBREC = 5;
    static final int PUBREL = 6;
    static final int PUBCOMP = 7;
    static final int SUBACK = 9;
    static final int UNSUBACK = 11;
    static final int DISCONNECT = 14;

    static final byte[] PING = {(byte) 0xc0, 0};
    static final byte[] LEAVE = {(byte) 0xe0, 0};
    private static final byte[] NOTHING = {};

    private final @Nullable Mqtt5Options mqtt5;

    /** @param mqtt5 options of MQTT 5, or null for 3.1.1 */
    MqttPackets(@Nullable Mqtt5Options mqtt5) {
        this.mqtt5 = mqtt5;
    }

    /** @param how it is sent, if the device has a will */
    byte[] connect(DeviceOptions options, Will how) {
        Credentials user = options.credentials();
        String will = options.statusTopic();
        // 3.1.1 has no password without a user.
        boolean password = user.password() != null && (mqtt5 != null || user.username() != null);
        int flags = (options.cleanSession() ? 0x02 : 0)
                | (will == null ? 0 : 0x04 | how.qos() << 3 | (how.retained() ? 0x20 : 0))
                | (user.username() == null ? 0 : 0x80)
                | (password ? 0x40 : 0);
        PacketBytes packet = new PacketBytes()
                .string("MQTT".getBytes(UTF_8))
                .u8(mqtt5 == null ? 4 : 5)
                .u8(flags)
                .u16((int) options.keepAlive().toSeconds());
        properties(
                packet,
                mqtt5 == null || options.cleanSession()
                        ? NOTHING
                        : new PacketBytes()
                                .u8(PacketProperties.SESSION_EXPIRY)
                                .u32(mqtt5.sessionExpirySeconds())
                                .toByteArray());
        packet.string(options.clientId().getBytes(UTF_8));
        if (will != null) {
            properties(packet, NOTHING)
                    .string(will.getBytes(UTF_8))
                    .string(options.offlinePayload().getBytes(UTF_8));
        }
        if (user.username() != null) {
            packet.string(user.username().getBytes(UTF_8));
        }
        if (password) {
            packet.string(new String(user.password()).getBytes(UTF_8));
        }
        return packet.packet(0x10, 0);
    }

    private PacketBytes properties(PacketBytes packet, byte[] properties) {
        return mqtt5 == null ? packet : packet.length(properties.length).raw(properties, 0, properties.length);
    }

    /** In two parts. @param id of the packet; with QoS 0 there is none */
    byte[][] publish(Publication message, MessageProperties properties, int id, boolean duplicate) {
        byte[] payload = message.payload();
        PacketBytes packet = new PacketBytes().string(message.topic().getBytes(UTF_8));
        if (message.qos() > 0) {
            packet.u16(id);
        }
        int first = PUBLISH << 4 | (duplicate ? 8 : 0) | message.qos() << 1 | (message.retained() ? 1 : 0);
        byte[] head =
                properties(packet, mqtt5 == null ? NOTHING : properties.bytes()).packet(first, payload.length);
        return new byte[][] {head, payload};
    }

    /** PUBACK, PUBREC, PUBREL or PUBCOMP. @param reason of MQTT 5, 0 for success */
    byte[] answer(int type, int id, int reason) {
        PacketBytes packet = new PacketBytes().u16(id);
        if (reason != 0 && mqtt5 != null) {
            packet.u8(reason);
        }
        return packet.packet(type << 4 | (type == PUBREL ? 2 : 0), 0);
    }

    byte[] subscribe(int id, Map<String, Integer> filters) {
        PacketBytes packet = properties(new PacketBytes().u16(id), NOTHING);
        filters.forEach((filter, qos) -> packet.string(filter.getBytes(UTF_8)).u8(qos | options(filter)));
        return packet.packet(0x82, 0);
    }

    private int options(String filter) {
        if (mqtt5 == null) {
            return 0;
        }
        // A shared subscription with it would be an error.
        boolean noLocal = mqtt5.noLocal() && !filter.startsWith("$share/");
        return (noLocal ? 4 : 0) | (mqtt5.retainAsPublished() ? 8 : 0);
    }

    byte[] unsubscribe(int id, Collection<String> filters) {
        PacketBytes packet = properties(new PacketBytes().u16(id), NOTHING);
        filters.forEach(filter -> packet.string(filter.getBytes(UTF_8)));
        return packet.packet(0xa2, 0);
    }
}
