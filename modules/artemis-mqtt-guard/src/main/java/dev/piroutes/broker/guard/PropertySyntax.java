package dev.piroutes.broker.guard;

import dev.piroutes.topic.TopicFilter;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** MQTT 5's properties: which ones a client may send where, once each, and of what kind (MQTT 5, 2.2.2.2). */
final class PropertySyntax {
    private static final int AUTHENTICATION_METHOD = 21;
    private static final int AUTHENTICATION_DATA = 22;
    private static final int USER_PROPERTY = 38;
    private static final int RESPONSE_TOPIC = 8;

    /** The packets, and the will in a CONNECT, that have properties. */
    enum Place {
        CONNECT,
        WILL,
        PUBLISH,
        ACKNOWLEDGE,
        SUBSCRIBE,
        UNSUBSCRIBE,
        DISCONNECT
    }

    private enum Type {
        BIT,
        NUMBER_2,
        NUMBER_2_NOT_ZERO,
        NUMBER_4,
        NUMBER_4_NOT_ZERO,
        VARINT_NOT_ZERO,
        BINARY,
        STRING,
        STRING_PAIR
    }

    private record Rule(Type type, Set<Place> places) {}

    private static final Map<Integer, Rule> RULES = new HashMap<>();

    static {
        rule(1, Type.BIT, Place.PUBLISH, Place.WILL);
        rule(2, Type.NUMBER_4, Place.PUBLISH, Place.WILL);
        rule(3, Type.STRING, Place.PUBLISH, Place.WILL);
        rule(RESPONSE_TOPIC, Type.STRING, Place.PUBLISH, Place.WILL);
        rule(9, Type.BINARY, Place.PUBLISH, Place.WILL);
        rule(11, Type.VARINT_NOT_ZERO, Place.SUBSCRIBE);
        rule(17, Type.NUMBER_4, Place.CONNECT, Place.DISCONNECT);
        rule(AUTHENTICATION_METHOD, Type.STRING, Place.CONNECT);
        rule(AUTHENTICATION_DATA, Type.BINARY, Place.CONNECT);
        rule(23, Type.BIT, Place.CONNECT);
        rule(24, Type.NUMBER_4, Place.WILL);
        rule(25, Type.BIT, Place.CONNECT);
        rule(31, Type.STRING, Place.ACKNOWLEDGE, Place.DISCONNECT);
        rule(33, Type.NUMBER_2_NOT_ZERO, Place.CONNECT);
        rule(34, Type.NUMBER_2, Place.CONNECT);
        // Zero is an error too, with a reason code of its own: left to PublishRules.
        rule(35, Type.NUMBER_2, Place.PUBLISH);
        rule(39, Type.NUMBER_4_NOT_ZERO, Place.CONNECT);
        RULES.put(USER_PROPERTY, new Rule(Type.STRING_PAIR, EnumSet.allOf(Place.class)));
    }

    private PropertySyntax() {}

    private static void rule(int id, Type type, Place first, Place... more) {
        RULES.put(id, new Rule(type, EnumSet.of(first, more)));
    }

    static void check(PacketReader packet, Place place) throws Malformed {
        PacketReader properties = packet.part(packet.varint());
        Set<Integer> seen = new HashSet<>();
        while (properties.left() > 0) {
            int id = properties.varint();
            Rule rule = RULES.get(id);
            if (rule == null || !rule.places.contains(place)) {
                throw new Malformed("property " + id + " in a " + place);
            }
            if (!seen.add(id) && id != USER_PROPERTY) {
                throw new Malformed(Offence.protocol("property " + id + " twice"));
            }
            if (id == RESPONSE_TOPIC) {
                checkResponseTopic(properties.string());
            } else {
                checkValue(properties, id, rule.type);
            }
        }
        if (seen.contains(AUTHENTICATION_DATA) && !seen.contains(AUTHENTICATION_METHOD)) {
            throw new Malformed(Offence.protocol("authentication data without a method"));
        }
    }

    private static void checkValue(PacketReader properties, int id, Type type) throws Malformed {
        boolean right =
                switch (type) {
                    case BIT -> properties.number1() <= 1;
                    case NUMBER_2 -> properties.number2() >= 0;
                    case NUMBER_2_NOT_ZERO -> properties.number2() != 0;
                    case NUMBER_4 -> properties.number4() >= 0;
                    case NUMBER_4_NOT_ZERO -> properties.number4() != 0;
                    case VARINT_NOT_ZERO -> properties.varint() != 0;
                    case BINARY -> properties.skipBinary() >= 0;
                    case STRING -> {
                        properties.skipString();
                        yield true;
                    }
                    case STRING_PAIR -> {
                        properties.skipString();
                        properties.skipString();
                        yield true;
                    }
                };
        if (!right) {
            throw new Malformed(Offence.protocol("property " + id + " has a value that it must not have"));
        }
    }

    private static void checkResponseTopic(String topic) throws Malformed {
        if (topic.isEmpty() || TopicFilter.hasWildcard(topic)) {
            throw new Malformed(Offence.protocol("a response topic that is no topic"));
        }
    }
}
