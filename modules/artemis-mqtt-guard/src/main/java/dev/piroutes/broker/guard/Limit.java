package dev.piroutes.broker.guard;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a client, or all of them together, may take at most; docs/broker-limits.md says what happens there. */
public enum Limit {
    MAX_PACKET_SIZE("max-packet-size", 256 * 1024, 1024, 268_435_455),
    MAX_CONNECTIONS("max-connections", 1_000, 1, 100_000),
    MAX_CONNECTIONS_PER_ADDRESS("max-connections-per-address", 600, 1, 100_000),
    CONNECTIONS_PER_SECOND("connections-per-second", 200, 1, 100_000),
    CONNECTIONS_BURST("connections-burst", 1_000, 1, 100_000),
    CONNECT_TIMEOUT("connect-timeout", 10, 1, 3_600),
    PACKET_TIMEOUT("packet-timeout", 30, 1, 3_600),
    MAX_CLIENT_ID_LENGTH("max-client-id-length", 128, 23, 1_024),
    MAX_TOPIC_LENGTH("max-topic-length", 1_024, 16, 65_535),
    MAX_TOPIC_LEVELS("max-topic-levels", 64, 2, 1_000),
    MAX_SUBSCRIPTIONS("max-subscriptions", 1_000, 1, 100_000),
    MAX_QUEUED_MESSAGES("max-queued-messages", 100_000, 1, 100_000_000),
    MAX_RETAINED("max-retained", 100_000, 1, 1_000_000),
    MAX_CLIENT_MEMORY("max-client-memory", heap(4, Integer.MAX_VALUE), 0, Integer.MAX_VALUE),
    MAX_RETAINED_MEMORY("max-retained-memory", heap(8, Integer.MAX_VALUE), 0, Integer.MAX_VALUE),
    MAX_IDLE_TOPICS("max-idle-topics", heap(16 * 1024, 100_000), 0, 1_000_000),
    MAX_WAITING("max-waiting", heap(128, 16 * 1024 * 1024), 0, 1_073_741_824),
    MAX_UNFINISHED("max-unfinished", heap(8, 16 * 1024 * 1024), 0, 1_073_741_824),
    MAX_SESSION_EXPIRY("max-session-expiry", 2_073_600, 0, 2_073_600);

    private static final Set<Limit> OF_THE_HEAP =
            EnumSet.of(MAX_CLIENT_MEMORY, MAX_RETAINED_MEMORY, MAX_IDLE_TOPICS, MAX_WAITING, MAX_UNFINISHED);

    private final String property;
    private final int byDefault;
    private final int min;
    private final int max;

    Limit(String property, int byDefault, int min, int max) {
        this.property = property;
        this.byDefault = byDefault;
        this.min = min;
        this.max = max;
    }

    /** A share of what Java's heap may grow to. */
    private static int heap(int part, int most) {
        return (int) Math.min(most, Runtime.getRuntime().maxMemory() / part);
    }

    String property() {
        return property;
    }

    int byDefault() {
        return byDefault;
    }

    /** The value that applies, and where it is set, for a message. */
    String of(Limits limits) {
        return limits.get(this) + place();
    }

    /** Where it is set, for the end of a message. */
    String place() {
        return " (" + property + " in broker.xml)";
    }

    static @Nullable Limit of(String property) {
        return Arrays.stream(values())
                .filter(limit -> limit.property.equals(property))
                .findFirst()
                .orElse(null);
    }

    /** @throws IllegalArgumentException in words */
    int parse(String value) {
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= min && number <= max) {
                return number == 0 && OF_THE_HEAP.contains(this) ? byDefault : number;
            }
        } catch (NumberFormatException e) {
            // Said below, with what would be right.
        }
        throw new IllegalArgumentException(
                property + " must be a whole number from " + min + " to " + max + ", but was \"" + value + "\"");
    }
}
