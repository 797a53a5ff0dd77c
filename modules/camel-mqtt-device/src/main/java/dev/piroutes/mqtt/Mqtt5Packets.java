package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.Map;

/** The packets of MQTT 5 that a device sends. */
final class Mqtt5Packets {

    static final int CONNACK = 2;
    static final int PUBLISH = 3;
    static final int PUBACK = 4;
    static final int PUBREC = 5;
    static final int PUBREL = 6;
    static final int PUBCOMP = 7;
    static final int SUBACK = 9;
    static final int UNSUBACK = 11;
    static final int DISCONNECT = 14;

    private static final byte[] PING = {(byte) 0xc0, 0};
    private static final byte[] LEAVE = {(byte) 0xe0, 0};
    private static final int NO_PROPERTIES = 0;

    private Mqtt5Packets() {}

    static byte[] connect(DeviceOptions options, Mqtt5Options mqtt5) {
        Credentials user = options.credentials();
        String will = options.statusTopic();
        int flags = (options.cleanSession() ? 0x02 : 0)
                | (will == null ? 0 : 0x04 | 1 << 3 | 0x20)
                | (user.username() == null ? 0 : 0x80)
                | (user.password() == null ? 0 : 0x40);
        PacketBytes packet = new PacketBytes()
                .string("MQTT".getBytes(UTF_8))
                .u8(5)
                .u8(flags)
                .u16((int) options.keepAlive().toSeconds());
        if (options.cleanSession()) {
            packet.length(NO_PROPERTIES);
        } else {
            packet.length(5).u8(PacketProperties.SESSION_EXPIRY).u32(mqtt5.sessionExpirySeconds());
        }
        packet.string(options.clientId().getBytes(UTF_8));
        if (will != null) {
            packet.length(NO_PROPERTIES)
                    .string(will.getBytes(UTF_8))
                    .string(options.offlinePayload().getBytes(UTF_8));
        }
        if (user.username() != null) {
            packet.string(user.username().getBytes(UTF_8));
        }
        if (user.password() != null) {
            packet.string(new String(user.password()).getBytes(UTF_8));
        }
        return packet.packet(0x10, 0);
    }

    /** @param id of the packet; with QoS 0 there is none */
    static byte[] publish(Publication message, MessageProperties properties, int id, boolean duplicate) {
        byte[] payload = message.payload();
        byte[] encoded = properties.bytes();
        PacketBytes packet = new PacketBytes().string(message.topic().getBytes(UTF_8));
        if (message.qos() > 0) {
            packet.u16(id);
        }
        int first = PUBLISH << 4 | (duplicate ? 8 : 0) | message.qos() << 1 | (message.retained() ? 1 : 0);
        return packet.length(encoded.length)
                .raw(encoded, 0, encoded.length)
                .raw(payload, 0, payload.length)
                .packet(first, 0);
    }

    /** PUBACK, PUBREC, PUBREL or PUBCOMP. */
    static byte[] answer(int type, int id, int reason) {
        PacketBytes packet = new PacketBytes().u16(id);
        if (reason != 0) {
            packet.u8(reason);
        }
        return packet.packet(type << 4 | (type == PUBREL ? 2 : 0), 0);
    }

    static byte[] subscribe(int id, Map<String, Integer> filters, Mqtt5Options options) {
        PacketBytes packet = new PacketBytes().u16(id).length(NO_PROPERTIES);
        filters.forEach((filter, qos) -> {
            // A shared subscription with it would be an error.
            boolean noLocal = options.noLocal() && !filter.startsWith("$share/");
            packet.string(filter.getBytes(UTF_8)).u8(qos | (noLocal ? 4 : 0) | (options.retainAsPublished() ? 8 : 0));
        });
        return packet.packet(0x82, 0);
    }

    static byte[] unsubscribe(int id, Collection<String> filters) {
        PacketBytes packet = new PacketBytes().u16(id).length(NO_PROPERTIES);
        filters.forEach(filter -> packet.string(filter.getBytes(UTF_8)));
        return packet.packet(0xa2, 0);
    }

    static byte[] ping() {
        return PING;
    }

    static byte[] disconnect() {
        return LEAVE;
    }
}
