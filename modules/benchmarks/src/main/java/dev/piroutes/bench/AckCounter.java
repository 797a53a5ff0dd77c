package dev.piroutes.bench;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Counts the LED's acknowledgements, and those that do not alternate between ON and OFF; tells who waits for one. */
final class AckCounter implements Consumer<Message> {
    private String last = "";
    private int count;
    private int swaps;
    private long lastAt;
    private long[] times = {};
    private int kept;

    @Override
    public synchronized void accept(Message message) {
        String state = message.text();
        if (state.equals(last)) {
            swaps++;
        }
        last = state;
        count++;
        lastAt = System.nanoTime();
        if (kept < times.length) {
            times[kept++] = lastAt;
        }
        notifyAll();
    }

    /**
     * Waits until there are so many.
     *
     * @param silence nanoseconds without one after which it gives up
     * @return whether there are
     */
    synchronized boolean await(int wanted, long silence) throws InterruptedException {
        long since = System.nanoTime();
        while (count < wanted) {
            long left = Math.max(since, lastAt) + silence - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
        }
        return true;
    }

    /** From now on, keeps when each of the next so many came. */
    synchronized void keepTimes(int number) {
        times = new long[number];
        kept = 0;
    }

    synchronized long[] times() {
        return times.clone();
    }

    synchronized int count() {
        return count;
    }

    synchronized int swaps() {
        return swaps;
    }

    /** {@link System#nanoTime} of the last one, or 0. */
    synchronized long lastAt() {
        return lastAt;
    }
}
