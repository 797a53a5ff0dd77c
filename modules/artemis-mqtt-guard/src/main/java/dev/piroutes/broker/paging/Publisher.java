package dev.piroutes.broker.paging;

import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.persistence.OperationContext;

/**
 * One connection's messages that are not in their queues yet. A message for memory gets into its queue when the journal has
 * it, one for a page as soon as the page has it: so the first message of a page would overtake those before it. Such a message
 * stays in memory, and the connection is not read from until what it has published is in the queues.
 */
public final class Publisher {
    /** Stops and goes on reading from the connection; called in turns, by any thread, and must not wait. */
    public interface Reading {
        void hold();

        void resume();
    }

    private final OperationContext context;
    private final Reading reading;
    /** Where it has published in memory since it was last known to be in the queues. Weak: addresses go. */
    private final Set<PagingStore> inMemory = Collections.newSetFromMap(new WeakHashMap<>());

    private long published;
    private boolean waiting;

    Publisher(OperationContext context, Reading reading) {
        this.context = context;
        this.reading = reading;
    }

    /** A message is to be stored in a page. Whether it would overtake one that is on its way through memory. */
    synchronized boolean wouldOvertake(PagingStore store) {
        boolean overtakes = inMemory.contains(store);
        waiting |= overtakes;
        return overtakes;
    }

    /** A message takes its way through memory. */
    synchronized void inMemory(PagingStore store) {
        inMemory.add(store);
        published++;
    }

    /** A publish has been handled: what it writes to disk is under way. Called by the thread that handles publishes. */
    public void handled() {
        long until;
        synchronized (this) {
            if (!waiting) {
                return;
            }
            reading.hold();
            until = published;
        }
        context.executeOnCompletion(new IOCallback() {
            @Override
            public void done() {
                settled(until);
            }

            @Override
            public void onError(int code, String message) {
                settled(until);
            }
        });
    }

    private synchronized void settled(long until) {
        if (waiting && published == until) {
            waiting = false;
            inMemory.clear();
            reading.resume();
        }
    }
}
