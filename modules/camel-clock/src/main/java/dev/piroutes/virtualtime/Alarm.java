package dev.piroutes.virtualtime;

import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Work for a moment of virtual time, once or again and again. */
final class Alarm<V> extends FutureTask<V> implements ScheduledFuture<V> {

    private final VirtualTimer timer;
    private final VirtualTime time;
    /** Nanoseconds: 0 for once, positive from moment to moment, negative from end to start. */
    private final long period;

    private final long order;
    private volatile long at;

    Alarm(VirtualTimer timer, VirtualTime time, Callable<V> work, long delay, long period) {
        super(work);
        this.timer = timer;
        this.time = time;
        this.period = period;
        this.order = time.order();
        this.at = time.now() + Math.max(0, delay);
    }

    long at() {
        return at;
    }

    /** Gives the work to the timer's worker, unless it has been shut down. */
    void fire() {
        if (timer.isShutdown()) {
            return;
        }
        try {
            timer.execute(this);
        } catch (RejectedExecutionException e) {
            cancel(false); // the worker has just been shut down
        }
    }

    @Override
    public void run() {
        if (period == 0) {
            super.run();
        } else if (runAndReset()) {
            at = period > 0 ? at + period : time.now() - period;
            time.add(this);
        }
    }

    @Override
    public long getDelay(TimeUnit unit) {
        return unit.convert(at - time.now(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
        Alarm<?> that = (Alarm<?>) other;
        return at == that.at ? Long.compare(order, that.order) : Long.compare(at, that.at);
    }
}
