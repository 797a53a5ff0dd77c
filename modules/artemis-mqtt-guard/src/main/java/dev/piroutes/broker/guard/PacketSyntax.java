package dev.piroutes.broker.guard;

import dev.piroutes.broker.guard.PropertySyntax.Place;
import dev.piroutes.topic.TopicFilter;
import java.util.Set;

/**
 * What MQTT says of the bytes of a packet, with nothing left to a decoder's good will. Names are checked by {@link NameRules}
 * when they are decoded; here they are only strings.
 */
final class PacketSyntax {
    static final int CONNECT = 1;
    static final int PUBLISH = 3;
    /** In one packet, whatever a session may subscribe to. */
    private static final int MANY_FILTERS = 1_000;

    private static final int SUBSCRIBE = 8;
    static final int MQTT_3_1 = 3;
    private static final int MQTT_3_1_1 = 4;
    static final int MQTT_5 = 5;
    /** With the level in the CONNECT of a bridge of Mosquitto's. */
    static final int BRIDGE = 0x80;

    private static final int OLD_CLIENT_ID_LENGTH = 23;

    /** What a client may say of a PUBLISH (3.4.2.1, 3.5.2.1), of a PUBREC or PUBREL (3.6.2.1, 3.7.2.1), and when it leaves (3.14.2.1). */
    private static final Set<Integer> OF_A_PUBLISH = Set.of(0, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99);

    private static final Set<Integer> OF_A_RELEASE = Set.of(0, 0x92);
    private static final Set<Integer> OF_AN_END =
            Set.of(0, 4, 0x80, 0x81, 0x82, 0x83, 0x90, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99);

    private PacketSyntax() {}

    /** Checks the first byte, before the rest has come. */
    static void checkHeader(int header) throws Malformed {
        int type = header >> 4;
        int flags = header & 0xf;
        switch (type) {
            case PUBLISH -> {
                int qos = flags >> 1 & 3;
                if (qos == 3 || qos == 0 && flags >= 8) {
                    throw new Malformed(qos == 3 ? "QoS 3" : "DUP with QoS 0");
                }
            }
            case 6, SUBSCRIBE, 10 -> requireFlags(type, flags, 2);
            case CONNECT, 4, 5, 7, 12, 14 -> requireFlags(type, flags, 0);
            case 15 -> throw new Malformed(Offence.protocol("AUTH, which nobody asked for"));
            default -> throw new Malformed(Offence.protocol("packet type " + type + ", which no client sends"));
        }
    }

    private static void requireFlags(int type, int flags, int right) throws Malformed {
        if (flags != right) {
            throw new Malformed("flags " + flags + " with packet type " + type);
        }
    }

    /** Checks what follows the length, for every packet but CONNECT. */
    static void check(int header, PacketReader body, boolean mqtt5, Limits limits) throws Malformed {
        switch (header >> 4) {
            case PUBLISH -> publish(header, body, mqtt5);
            case 4, 5 -> acknowledgement(body, mqtt5, OF_A_PUBLISH);
            case 6, 7 -> acknowledgement(body, mqtt5, OF_A_RELEASE);
            case SUBSCRIBE -> subscribe(body, mqtt5, limits);
            case 10 -> unsubscribe(body, mqtt5, limits);
            case 14 -> disconnect(body, mqtt5);
            default -> body.requireEnd();
        }
    }

    private static void publish(int header, PacketReader body, boolean mqtt5) throws Malformed {
        checkTopic(body);
        if ((header & 6) != 0) {
            body.packetId();
        }
        if (mqtt5) {
            PropertySyntax.check(body, Place.PUBLISH);
        }
    }

    /** Netty's decoder does not like wildcards here either, but knows no reason code for them. */
    private static void checkTopic(PacketReader body) throws Malformed {
        String topic = body.string();
        if (TopicFilter.hasWildcard(topic)) {
            throw new Malformed(NameRules.wildTopic(topic));
        }
    }

    private static void acknowledgement(PacketReader body, boolean mqtt5, Set<Integer> reasons) throws Malformed {
        body.packetId();
        if (mqtt5 && body.left() > 0) {
            reason(body, reasons);
            properties(body, Place.ACKNOWLEDGE);
        }
        body.requireEnd();
    }

    private static void reason(PacketReader body, Set<Integer> known) throws Malformed {
        int reason = body.number1();
        if (!known.contains(reason)) {
            throw new Malformed(
                    Offence.protocol(String.format("the reason code 0x%02x, which this packet cannot have", reason)));
        }
    }

    private static void properties(PacketReader body, Place place) throws Malformed {
        if (body.left() > 0) {
            PropertySyntax.check(body, place);
        }
    }

    private static void subscribe(PacketReader body, boolean mqtt5, Limits limits) throws Malformed {
        body.packetId();
        if (mqtt5) {
            PropertySyntax.check(body, Place.SUBSCRIBE);
        }
        requireFilters(body);
        for (int count = 1; body.left() > 0; count++) {
            requireFew(count, limits);
            String filter = filter(body);
            int options = body.number1();
            boolean reserved = (options & (mqtt5 ? 0xc0 : 0xfc)) != 0;
            if (reserved || (options & 3) == 3 || (options & 0x30) == 0x30) {
                throw new Malformed("subscription options " + options);
            }
            if ((options & 4) != 0 && filter.startsWith("$share/")) {
                throw new Malformed(Offence.protocol("a shared subscription with No Local"));
            }
        }
    }

    private static void unsubscribe(PacketReader body, boolean mqtt5, Limits limits) throws Malformed {
        body.packetId();
        if (mqtt5) {
            PropertySyntax.check(body, Place.UNSUBSCRIBE);
        }
        requireFilters(body);
        for (int count = 1; body.left() > 0; count++) {
            requireFew(count, limits);
            filter(body);
        }
    }

    /** Some bytes ask for one more, which takes a hundred times as much of the heap, and work for each. */
    private static void requireFew(int filters, Limits limits) throws Malformed {
        int most = Math.max(MANY_FILTERS, limits.get(Limit.MAX_SUBSCRIPTIONS));
        if (filters > most) {
            throw new Malformed(new Offence(
                    Offence.Kind.LIMIT,
                    "more than " + most + " filters in one packet" + Limit.MAX_SUBSCRIPTIONS.place(),
                    Offence.QUOTA));
        }
    }

    /** MQTT-4.7.3-1. */
    private static String filter(PacketReader body) throws Malformed {
        String filter = body.string();
        if (filter.isEmpty()) {
            throw new Malformed("an empty filter");
        }
        return filter;
    }

    private static void requireFilters(PacketReader body) throws Malformed {
        if (body.left() == 0) {
            throw new Malformed(Offence.protocol("no filter"));
        }
    }

    private static void disconnect(PacketReader body, boolean mqtt5) throws Malformed {
        if (mqtt5 && body.left() > 0) {
            reason(body, OF_AN_END);
            properties(body, Place.DISCONNECT);
        }
        body.requireEnd();
    }

    /** Checks a CONNECT; returns its level, perhaps with {@link #BRIDGE}. */
    static int checkConnect(PacketReader body) throws Malformed {
        String name = body.string();
        int asked = body.number1();
        int level = asked & ~BRIDGE;
        boolean known = name.equals("MQTT") && (level == MQTT_3_1_1 || level == MQTT_5)
                || name.equals("MQIsdp") && level == MQTT_3_1;
        if (!known) {
            throw new Malformed(new Offence(
                    Offence.Kind.MALFORMED,
                    "protocol " + NameRules.show(name) + ", level " + asked + ", is none that the broker speaks",
                    Offence.UNSUPPORTED_VERSION));
        }
        int flags = connectFlags(body, level);
        body.number2();
        boolean mqtt5 = level == MQTT_5;
        if (mqtt5) {
            PropertySyntax.check(body, Place.CONNECT);
        }
        clientId(body, level);
        payload(body, flags, mqtt5);
        body.requireEnd();
        return asked;
    }

    private static int connectFlags(PacketReader body, int level) throws Malformed {
        int flags = body.number1();
        boolean will = (flags & 4) != 0;
        int willQos = flags >> 3 & 3;
        boolean wrongWill = willQos == 3 || !will && (flags & 0x38) != 0;
        boolean lonePassword = level != MQTT_5 && (flags & 0xc0) == 0x40;
        if ((flags & 1) != 0 || wrongWill || lonePassword) {
            throw new Malformed("connect flags " + flags);
        }
        return flags;
    }

    private static void clientId(PacketReader body, int level) throws Malformed {
        int length = body.string().length();
        if (level == MQTT_3_1 && (length == 0 || length > OLD_CLIENT_ID_LENGTH)) {
            throw new Malformed(new Offence(
                    Offence.Kind.CLIENT_ID,
                    "a client id in MQTT 3.1 has 1 to 23 characters, this one has " + length,
                    Offence.BAD_CLIENT_ID));
        }
    }

    private static void payload(PacketReader body, int flags, boolean mqtt5) throws Malformed {
        if ((flags & 4) != 0) {
            if (mqtt5) {
                PropertySyntax.check(body, Place.WILL);
            }
            body.skipString();
            body.skipBinary();
        }
        if ((flags & 0x80) != 0) {
            body.skipString();
        }
        if ((flags & 0x40) != 0) {
            body.skipBinary();
        }
    }
}
