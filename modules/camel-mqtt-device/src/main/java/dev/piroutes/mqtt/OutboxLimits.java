package dev.piroutes.mqtt;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where an outbox's promise ends. A publish beyond {@code messages} or {@code bytes} is refused: the route's step
 * fails, and its error policy decides. What is older than {@code age} when its turn comes is dropped.
 *
 * @param messages the most messages kept; default 10,000, at least 1
 * @param bytes the most bytes of topics and payloads kept; default 8 MiB, at least 1
 * @param age the longest time a message is worth sending, or null for ever (the default)
 */
record OutboxLimits(int messages, long bytes, @Nullable Duration age) {

    static final OutboxLimits DEFAULT = new OutboxLimits(10_000, 8L << 20, null);

    OutboxLimits {
        if (messages < 1) {
            throw new IllegalArgumentException("outboxMessages must be 1 or more, but was " + messages);
        }
        if (bytes < 1) {
            throw new IllegalArgumentException("outboxBytes must be 1 or more, but was " + bytes);
        }
        if (age != null && (age.isNegative() || age.isZero())) {
            throw new IllegalArgumentException("outboxAge must be more than 0, but was " + age);
        }
    }
}
