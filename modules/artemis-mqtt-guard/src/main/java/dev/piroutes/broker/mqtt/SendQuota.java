package dev.piroutes.broker.mqtt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many messages of QoS 1 and 2 may be under way to one client (MQTT 5, 4.9), and whose turn it is when one more may be.
 *
 * <p>Each subscription has a queue of its own, and a delivery of its own. A place is taken from the PUBLISH to its PUBACK or
 * PUBCOMP. A subscription that finds no place free waits in line; a place that becomes free is reserved for the first in
 * line, so that none starves, and a reservation that its queue does not use passes to the next one. So nothing that waits
 * depends on a further publish.
 *
 * <p>Of one connection; called by the threads that deliver and the one that handles packets.
 *
 * @param <C> a subscription's delivery
 */
final class SendQuota<C> {
    private final IntSupplier limit;
    private final Dispatcher<C> dispatcher;
    private final UnderWay all;
    /** Bytes by packet id. */
    private final Map<Integer, Integer> underWay = new HashMap<>();

    private final Set<C> reserved = new HashSet<>();
    /** Those of {@link #reserved} for which it has been asked whether they use it. */
    private final Set<C> checked = new HashSet<>();

    private final Set<C> waiting = new LinkedHashSet<>();
    private int pauses;
    private boolean closed;
    private long lastSent = System.nanoTime();

    /** What is done outside of this class, neither by the calling thread nor at once. */
    interface Dispatcher<C> {
        /** Lets this subscription's queue deliver what it can. */
        void start(C subscription);

        /** Runs the action when this subscription's queue is not just delivering. */
        void whenIdle(C subscription, Runnable action);
    }

    /**
     * @param limit how many may be under way; at least 1
     * @param all what is under way to all clients, of which more than one message to this one is a part
     */
    SendQuota(IntSupplier limit, UnderWay all, Dispatcher<C> dispatcher) {
        this.limit = limit;
        this.all = all;
        this.dispatcher = dispatcher;
    }

    /**
     * Asks for leave to send a subscription's next message. Whoever gets it sends the message at once, or its queue becomes
     * idle; whoever does not is {@linkplain Dispatcher#start started} when it is worth asking again.
     *
     * @param counts whether the message takes a place: one of QoS 0 does not
     */
    boolean acquire(C subscription, boolean counts) {
        List<Runnable> after = new ArrayList<>();
        boolean acquired = acquire(subscription, counts, after);
        after.forEach(Runnable::run);
        return acquired;
    }

    private synchronized boolean acquire(C subscription, boolean counts, List<Runnable> after) {
        if (pauses > 0) {
            waiting.add(subscription);
            return false;
        }
        if (!counts || reserved.contains(subscription)) {
            return true;
        }
        if (waiting.isEmpty() && free() > 0) {
            reserved.add(subscription);
            return true;
        }
        waiting.add(subscription);
        handOut(subscription, after);
        return reserved.contains(subscription);
    }

    private int free() {
        return (all.isTooMuch() ? 1 : limit.getAsInt()) - underWay.size() - reserved.size();
    }

    /** @param asking the one that is just being answered: it need not be started */
    private void handOut(@Nullable C asking, List<Runnable> after) {
        Iterator<C> line = waiting.iterator();
        while (line.hasNext() && free() > 0) {
            C first = line.next();
            line.remove();
            reserved.add(first);
            if (first != asking) {
                after.add(() -> dispatcher.start(first));
            }
        }
        if (!waiting.isEmpty()) {
            for (C holder : reserved) {
                if (checked.add(holder)) {
                    after.add(() -> dispatcher.whenIdle(holder, () -> idle(holder)));
                }
            }
        }
    }

    /** What is reserved for it is not needed: it would have sent. */
    private void idle(C subscription) {
        List<Runnable> after = new ArrayList<>();
        synchronized (this) {
            checked.remove(subscription);
            if (reserved.remove(subscription)) {
                handOut(null, after);
            }
        }
        after.forEach(Runnable::run);
    }

    /** A message of so many bytes is on its way under this packet id. */
    synchronized void sent(C subscription, int id, int bytes) {
        if (closed) {
            return;
        }
        Integer last = underWay.put(id, bytes);
        all.add(last == null ? bytes : bytes - last);
        reserved.remove(subscription);
        lastSent = System.nanoTime();
    }

    /**
     * The delivery that was {@linkplain #acquire asked for} is over.
     *
     * @return whether nothing was sent that takes a place
     */
    boolean delivered(C subscription) {
        List<Runnable> after = new ArrayList<>();
        boolean unused;
        synchronized (this) {
            lastSent = System.nanoTime();
            unused = reserved.remove(subscription);
            if (unused) {
                handOut(null, after);
            }
        }
        after.forEach(Runnable::run);
        return unused;
    }

    /** The client has finished this packet id. */
    void finished(int id) {
        List<Runnable> after = new ArrayList<>();
        synchronized (this) {
            Integer bytes = underWay.remove(id);
            if (bytes != null) {
                all.add(-bytes);
                handOut(null, after);
            }
        }
        after.forEach(Runnable::run);
    }

    /** The connection has ended: nothing is under way to it any more. */
    synchronized void close() {
        closed = true;
        underWay.values().forEach(bytes -> all.add(-bytes));
        underWay.clear();
    }

    /** Nothing may be sent until as many calls of {@link #resume}. */
    synchronized void pause() {
        pauses++;
    }

    void resume() {
        List<C> asked = List.of();
        synchronized (this) {
            pauses--;
            if (pauses == 0) {
                asked = List.copyOf(waiting);
                waiting.clear();
            }
        }
        asked.forEach(dispatcher::start);
    }

    /** For how many nanoseconds nothing has been sent, though the client has finished all that was; 0 if it has not. */
    synchronized long idleFor() {
        return underWay.isEmpty() && pauses == 0 ? System.nanoTime() - lastSent : 0;
    }
}
