package dev.piroutes.mqtt;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long a device waits before its next attempt to connect: doubling from {@code first} up to {@code max}, each wait
 * drawn from the upper half of its step, so that devices that lost one broker together do not come back in step.
 * One per device (Paho's own counter is shared by the whole JVM). Not thread-safe.
 */
final class Backoff {

    private final Duration first;
    private final Duration max;
    private final DoubleSupplier random;
    private Duration step;

    /**
     * @param first the first step, more than 0
     * @param max the largest step, at least {@code first}
     * @param random numbers in [0, 1)
     */
    Backoff(Duration first, Duration max, DoubleSupplier random) {
        if (first.isNegative() || first.isZero() || max.compareTo(first) < 0) {
            throw new IllegalArgumentException("back-off must grow from more than 0, but was " + first + " to " + max);
        }
        this.first = first;
        this.max = max;
        this.random = random;
        this.step = first;
    }

    /** The next wait: at least half of the current step, less than the whole of it. */
    Duration next() {
        long half = step.toNanos() / 2;
        Duration wait = Duration.ofNanos(half + (long) (half * random.getAsDouble()));
        Duration doubled = step.multipliedBy(2);
        step = doubled.compareTo(max) > 0 ? max : doubled;
        return wait;
    }

    /** To be called when a connection has held: the next wait is the first again. */
    void reset() {
        step = first;
    }
}
