package dev.piroutes.broker.guard;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Whether the heap is nearly full of what is in use: what a collection of the old objects has left. It is the last resort,
 * for what the limits do not count; they are chosen so that it is not needed.
 */
final class Heap {
    private static final double LOW = 0.85;
    /** Between two collections that are asked for, to see whether there is room again: each stops everybody. */
    private static final long RECHECK = TimeUnit.SECONDS.toNanos(10);

    private final @Nullable MemoryPoolMXBean old;
    private volatile boolean low;
    private long checked;

    /** Of this JVM. */
    Heap() {
        old = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP
                        && pool.isCollectionUsageThresholdSupported()
                        && pool.getUsage().getMax() > 0)
                // Young objects have pools of their own, which are smaller.
                .max(Comparator.comparing(pool -> pool.getUsage().getMax()))
                .orElse(null);
        if (old != null) {
            old.setCollectionUsageThreshold((long) (LOW * old.getUsage().getMax()));
        }
    }

    /** As of the last {@link #look}. */
    boolean isLow() {
        return low;
    }

    /** To be called a few times a second. */
    void look() {
        MemoryPoolMXBean pool = old;
        if (pool == null) {
            return;
        }
        boolean exceeded = pool.isCollectionUsageThresholdExceeded();
        long now = System.nanoTime();
        if (exceeded && low && now - checked > RECHECK) {
            // Otherwise nobody would notice that clients have gone: what is full is collected late.
            System.gc();
            exceeded = pool.isCollectionUsageThresholdExceeded();
            checked = System.nanoTime();
        } else if (exceeded && !low) {
            checked = now;
        }
        low = exceeded;
    }
}
