package dev.piroutes.broker.paging;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.paging.impl.Page;

/**
 * How large a page may be, so that all pages that can be in memory fit into a sixth of the heap. Artemis has one in memory for
 * each queue, as a whole, and one for each address that is written to: with a fixed size some hundred queues of clients that
 * are away fill any heap.
 */
final class PageMemory {
    /** Bytes that a small message takes beside what it takes on disk; docs/broker-limits.md has the measurement. */
    private static final int MESSAGE = 1_300;

    private static final int PART = 12;
    private static final long RECOUNT = TimeUnit.MILLISECONDS.toNanos(50);
    /** So many small messages, or bytes, may be in any page. */
    private static final int LEAST = 8;

    private static final int LEAST_BYTES = 4096;

    private final long all;
    private final Set<OrderedStore> stores = ConcurrentHashMap.newKeySet();
    private volatile long share;
    private volatile long counted;

    /** @param heap in bytes */
    PageMemory(long heap) {
        all = heap / PART;
        share = all;
        counted = System.nanoTime() - RECOUNT;
    }

    void add(OrderedStore store) {
        stores.add(store);
    }

    void remove(OrderedStore store) {
        stores.remove(store);
    }

    /** Whether the next message has to go into another page. */
    boolean isFull(Page page) {
        long share = share();
        return page.getNumberOfMessages() >= Math.max(LEAST, share / MESSAGE)
                || page.getSize() >= Math.max(LEAST_BYTES, share);
    }

    /**
     * How many messages a queue may have in memory beside those that are with its client.
     *
     * @param most what is configured; 0 or less: any number
     */
    int readAhead(int most) {
        int fitting = (int) Math.max(LEAST, Math.min(Integer.MAX_VALUE, share() / MESSAGE));
        return most > 0 ? Math.min(most, fitting) : fitting;
    }

    /** Counted anew from time to time: what it depends on changes slowly. */
    private long share() {
        long now = System.nanoTime();
        if (now - counted >= RECOUNT) {
            counted = now;
            share = all
                    / Math.max(
                            1,
                            stores.stream()
                                    .mapToInt(OrderedStore::pagesInMemory)
                                    .sum());
        }
        return share;
    }
}
