package dev.piroutes.time;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Counts what happens again and again, each thing in a window of time that begins with its first: that one is worth a line in
 * a log, the others a number. Of too many things it forgets the one that was longest ago. Thread-safe.
 */
public final class Repeats<K> {
    private final long window;
    private final int most;
    private final LongSupplier nanoTime;
    private final Map<K, Count> counts = new LinkedHashMap<>();

    private record Count(long since, int times) {}

    /**
     * @param most things that it remembers
     * @param nanoTime {@link System#nanoTime}, or a test's
     */
    public Repeats(Duration window, int most, LongSupplier nanoTime) {
        this.window = window.toNanos();
        this.most = most;
        this.nanoTime = nanoTime;
    }

    /** It has happened. @return how often before, in its window: 0 for the first */
    public synchronized int add(K key) {
        Count last = counts.remove(key);
        if (last == null || isOver(last)) {
            last = new Count(nanoTime.getAsLong(), 0);
        }
        counts.put(key, new Count(last.since, last.times + 1));
        if (counts.size() > most) {
            counts.remove(counts.keySet().iterator().next());
        }
        return last.times;
    }

    /** Forgets those whose window is over. @return how often each of them happened in it */
    public synchronized Map<K, Integer> ended() {
        Map<K, Integer> ended = new LinkedHashMap<>();
        counts.forEach((key, count) -> {
            if (isOver(count)) {
                ended.put(key, count.times);
            }
        });
        counts.keySet().removeAll(ended.keySet());
        return ended;
    }

    private boolean isOver(Count count) {
        return nanoTime.getAsLong() - count.since >= window;
    }
}
