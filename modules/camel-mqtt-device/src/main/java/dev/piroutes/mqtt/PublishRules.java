package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.piroutes.topic.TopicFilter;
import org.jspecify.annotations.Nullable;

/** Whether a message can be sent at all: by the rules of MQTT, and by the limits of the broker where they are known. */
final class PublishRules {

    /** What a length of four bytes can say, and the bytes in front of it. */
    static final long LARGEST_PACKET = 5 + 268_435_455L;

    private static final int LONGEST_TOPIC = 65_535;
    private static final int SHOWN = 60;

    private final BrokerLimits limits;
    private final boolean mqtt5;
    private volatile long largest = LARGEST_PACKET;

    PublishRules(BrokerLimits limits) {
        this(limits, false);
    }

    /** @param mqtt5 whether packets have properties */
    PublishRules(BrokerLimits limits, boolean mqtt5) {
        this.limits = limits;
        this.mqtt5 = mqtt5;
    }

    /** The broker has said so, when it took the connection. */
    void brokerTakes(long packetSize) {
        largest = packetSize;
    }

    /** Why a message can never be sent, in one line; null: it can. */
    @Nullable
    String problem(Publication message) {
        String topic = message.topic();
        String problem = topicProblem(topic);
        if (problem == null) {
            problem = message.properties().problem();
        }
        if (problem != null) {
            return problem;
        }
        long size = packetSize(message);
        if (size > LARGEST_PACKET) {
            return "a packet of " + size + " bytes to " + show(topic) + ": MQTT has no larger one than "
                    + LARGEST_PACKET;
        }
        if (size > largest) {
            return "the broker would not take the message to " + show(topic) + ": its packet has " + size
                    + " bytes, and the broker takes " + largest;
        }
        return limits.refusal(topic, size)
                .map(why -> "the broker would not take the message to " + show(topic) + ": " + why)
                .orElse(null);
    }

    /** What is wrong with the name of a topic to publish to; null: nothing. */
    static @Nullable String topicProblem(String topic) {
        if (topic.isEmpty()) {
            return "the topic is empty";
        }
        if (TopicFilter.hasWildcard(topic)) {
            return "the topic " + show(topic) + " has a wildcard: + and # are for subscriptions";
        }
        int bad = forbidden(topic);
        if (bad >= 0) {
            return "the topic " + show(topic) + " has a character that cannot be sent, " + String.format("U+%04X", bad);
        }
        int length = topic.getBytes(UTF_8).length;
        if (length > LONGEST_TOPIC) {
            return "the topic " + show(topic) + " has " + length + " bytes: MQTT allows " + LONGEST_TOPIC;
        }
        return null;
    }

    /** MQTT forbids NUL and half a surrogate pair, and a broker may close for control characters and for non-characters. */
    private static int forbidden(String topic) {
        return topic.codePoints()
                .filter(c -> Character.isISOControl(c)
                        || Character.getType(c) == Character.SURROGATE
                        || (c & 0xFFFE) == 0xFFFE
                        || c >= 0xFDD0 && c <= 0xFDEF)
                .findFirst()
                .orElse(-1);
    }

    /** Whether it is larger than the broker takes. */
    boolean isBeyond(Publication message) {
        return largest < LARGEST_PACKET && packetSize(message) > largest;
    }

    /** Of the PUBLISH, in bytes: header, length, topic, packet id, with MQTT 5 the properties, payload. */
    long packetSize(Publication message) {
        long rest =
                2L + message.topic().getBytes(UTF_8).length + (message.qos() > 0 ? 2 : 0) + message.payload().length;
        if (mqtt5) {
            long properties = message.properties().size();
            rest += sizeOf(properties) + properties;
        }
        return 1 + sizeOf(rest) + rest;
    }

    /** How many bytes a length takes. */
    private static int sizeOf(long length) {
        int size = 1;
        for (long left = length >> 7; left > 0; left >>= 7) {
            size++;
        }
        return size;
    }

    /** For a message of one line, whatever is in the topic. */
    static String show(String topic) {
        String cut = topic.length() <= SHOWN ? topic : topic.substring(0, SHOWN) + "…";
        return "\"" + cut.replaceAll("[\\p{Cntrl}\\p{Cs}\u2028\u2029]", "·") + "\"";
    }
}
