package dev.piroutes.virtualtime;

import dev.piroutes.timer.SteadyTimers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.AsyncProcessorAwaitManager;
import org.jspecify.annotations.Nullable;

/**
 * A clock that moves only when a test says so, the timers that follow it, and the threads that work at its moments.
 * Between two moments every thread has come to rest: it has done its work, or waits for a later moment.
 */
public final class VirtualTime {

    /** How long, in real time, work of one moment may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final PriorityQueue<Alarm<?>> alarms = new PriorityQueue<>();
    private final List<CountedPool> pools = new ArrayList<>();
    private final List<Runnable> atRest = new ArrayList<>();
    private final Clock clock = new VirtualClock(this::date);
    /** What the clock on the wall shows as this one begins: a Monday. */
    private Instant origin = Instant.parse("2026-01-05T08:00:00Z");

    private long now;
    private long scheduled;

    /** Nanoseconds since the clock was made. */
    public synchronized long now() {
        return now;
    }

    /** The date and the time of day. It goes with this clock, from 08:00 UTC on Monday, 5 January 2026, or from {@link #setDate}. */
    public synchronized Instant date() {
        return origin.plusNanos(now);
    }

    /** Sets the clock on the wall. No time passes. */
    public synchronized void setDate(Instant date) {
        origin = date.minusNanos(now);
    }

    /** Lets time pass, stopping at every alarm on the way until its work has come to rest. */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time does not go back: " + duration);
        }
        settle();
        long end = now() + duration.toNanos();
        for (Alarm<?> next = next(end); next != null; next = next(end)) {
            atRest();
            next.fire();
            settle();
        }
        synchronized (this) {
            now = end;
        }
        settle();
    }

    /** Makes all that waits in a Camel context wait by this clock. To be called before the context is started. */
    public void install(CamelContext context) {
        context.addComponent("timer", new SteadyTimers());
        context.getCamelContextExtension().addContextPlugin(AsyncProcessorAwaitManager.class, new VirtualAwait(this));
        context.getExecutorServiceManager().setThreadPoolFactory(new VirtualThreads(this));
        context.getRegistry().bind("clock", clock);
        new VirtualSimple(clock).install(context);
        whenAtRest(new VirtualTimeouts(this, context));
    }

    /** {@link #advance(Duration)}, in milliseconds. */
    public void advance(long millis) {
        advance(Duration.ofMillis(millis));
    }

    /** A timer that follows this clock; what is due, it gives to the worker. */
    public ScheduledExecutorService timer(Executor worker) {
        return new VirtualTimer(this, worker);
    }

    /** Waits until all that is to be done at this moment has been done. */
    public void settle() {
        Alarm<?> due;
        do {
            awaitRest();
            atRest();
            due = next(now());
            if (due != null) {
                due.fire();
            }
        } while (due != null);
    }

    /** Has something done at each moment's begin and end, when no thread works. */
    void whenAtRest(Runnable work) {
        atRest.add(work);
    }

    private void atRest() {
        atRest.forEach(Runnable::run);
    }

    /** Threads that are waited for. @param size how many of them take work that waits */
    public ExecutorService threads(ExecutorService threads, int size) {
        CountedPool pool = new CountedPool(this, threads, size);
        synchronized (this) {
            pools.add(pool);
        }
        return pool;
    }

    synchronized boolean resting() {
        return pools.stream().allMatch(CountedPool::resting);
    }

    private synchronized void awaitRest() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!resting()) {
            long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new AssertionError("still busy after " + PATIENCE.toSeconds() + " s of real time: "
                        + pools.stream().flatMap(CountedPool::atWork).collect(Collectors.joining("; ")));
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }

    /** The earliest alarm that is due, if it is, and its moment as the present. */
    private synchronized @Nullable Alarm<?> next(long end) {
        while (!alarms.isEmpty() && alarms.peek().isCancelled()) {
            alarms.remove();
        }
        if (alarms.isEmpty() || alarms.peek().at() > end) {
            return null;
        }
        Alarm<?> due = alarms.remove();
        now = Math.max(now, due.at());
        return due;
    }

    synchronized long order() {
        return scheduled++;
    }

    synchronized void add(Alarm<?> alarm) {
        alarms.add(alarm);
    }
}
