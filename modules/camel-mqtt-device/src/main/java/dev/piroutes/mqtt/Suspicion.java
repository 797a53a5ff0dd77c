package dev.piroutes.mqtt;

import org.jspecify.annotations.Nullable;

/**
 * Whether a message that the broker ends the connection for may be beyond one of its limits, rather than not permitted: MQTT
 * 3.1.1 has the same answer to both. What the broker has taken before speaks for it. Not thread-safe.
 */
final class Suspicion {

    /** No broker in use takes less, in bytes of topic and payload. */
    private static final int SMALL = 1024;

    /** Nor a shorter topic, in characters, nor one of fewer levels (AWS IoT: 256 and 8). */
    private static final int SHORT_TOPIC = 256;

    private static final int FEW_LEVELS = 8;

    private int largest;
    private int longestTopic;
    private long mostLevels;
    private int highestQos = 1;

    /** The broker has taken it. */
    void acknowledged(OutboxMessage message) {
        largest = Math.max(largest, message.size());
        highestQos = Math.max(highestQos, message.qos());
        if (message.topic().length() > longestTopic) {
            longestTopic = message.topic().length();
        }
        if (message.topic().length() > FEW_LEVELS) {
            mostLevels = Math.max(mostLevels, levels(message));
        }
    }

    /** What is unusual in a message; null: nothing, so only a permission can be missing. */
    @Nullable
    String reason(OutboxMessage message) {
        if (message.topic().startsWith("$")) {
            return "topics that begin with $ are the broker's own";
        }
        if (message.size() > SMALL && message.size() > largest) {
            return "it is larger than anything that this broker has taken from the device";
        }
        if (levels(message) > FEW_LEVELS && levels(message) > mostLevels) {
            return "its topic has " + levels(message) + " levels";
        }
        if (message.topic().length() > SHORT_TOPIC && message.topic().length() > longestTopic) {
            return "its topic has " + message.topic().length() + " characters";
        }
        return message.qos() > highestQos ? "it is the first with QoS " + message.qos() : null;
    }

    private static long levels(OutboxMessage message) {
        return message.topic().chars().filter(c -> c == '/').count() + 1;
    }
}
