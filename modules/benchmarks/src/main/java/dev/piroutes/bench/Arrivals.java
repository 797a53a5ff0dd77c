package dev.piroutes.bench;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Counts what comes at many clients at once. */
final class Arrivals implements Consumer<Message> {
    private static final long LOOK_MS = 1;

    private final AtomicInteger count = new AtomicInteger();
    private volatile long lastAt;

    @Override
    public void accept(Message message) {
        lastAt = System.nanoTime();
        count.incrementAndGet();
    }

    /**
     * Waits until there are so many.
     *
     * @param silence nanoseconds without one after which it gives up
     */
    void await(int wanted, long silence) {
        long since = System.nanoTime();
        while (count.get() < wanted && System.nanoTime() - Math.max(since, lastAt) < silence) {
            Console.pause(LOOK_MS);
        }
    }

    int count() {
        return count.get();
    }

    /** {@link System#nanoTime} of the last one, or 0. */
    long lastAt() {
        return lastAt;
    }
}
