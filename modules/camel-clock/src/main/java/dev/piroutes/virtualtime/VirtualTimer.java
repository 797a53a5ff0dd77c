package dev.piroutes.virtualtime;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A timer in virtual time. What is due, or to be done at once, it gives to its worker. */
final class VirtualTimer extends AbstractExecutorService implements ScheduledExecutorService {

    private final VirtualTime time;
    private final Executor worker;
    private volatile boolean shutdown;

    VirtualTimer(VirtualTime time, Executor worker) {
        this.time = time;
        this.worker = worker;
    }

    private <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, long period) {
        Alarm<V> alarm = new Alarm<>(this, time, work, delay, period);
        time.add(alarm);
        return alarm;
    }

    @Override
    public void execute(Runnable work) {
        worker.execute(work);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        return schedule(Executors.callable(work), unit.toNanos(delay), 0);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
        return schedule(work, unit.toNanos(delay), 0);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable work, long initial, long period, TimeUnit unit) {
        return schedule(Executors.callable(work), unit.toNanos(initial), unit.toNanos(period));
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable work, long initial, long delay, TimeUnit unit) {
        return schedule(Executors.callable(work), unit.toNanos(initial), -unit.toNanos(delay));
    }

    @Override
    public void shutdown() {
        shutdown = true;
        if (worker instanceof ExecutorService threads) {
            threads.shutdown();
        }
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown = true;
        return worker instanceof ExecutorService threads ? threads.shutdownNow() : List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown && (!(worker instanceof ExecutorService threads) || threads.isTerminated());
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return !(worker instanceof ExecutorService threads) || threads.awaitTermination(timeout, unit);
    }
}
