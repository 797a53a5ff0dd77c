package dev.piroutes.mqtt;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The threads of one Paho client, which are {@link PahoThreads}. It knows whether those of the last connection have ended: Paho
 * tells them to and does not wait. One that notices late takes the CONNECT of the next connection and writes it to the old socket,
 * or fails there; either ends the next connection.
 */
final class ClientThreads extends AbstractExecutorService implements ScheduledExecutorService {

    private int running;

    /** Waits until the threads of the last connection have ended. @return false if the limit has passed before */
    synchronized boolean awaitEnd(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (running > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    private synchronized void count(int change) {
        running += change;
        notifyAll();
    }

    @Override
    public void execute(Runnable task) {
        PahoThreads.SHARED.execute(task);
    }

    /** What runs for as long as a connection. */
    @Override
    public Future<?> submit(Runnable task) {
        count(1);
        return PahoThreads.SHARED.submit(() -> {
            try {
                task.run();
            } finally {
                count(-1);
            }
        });
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return PahoThreads.SHARED.schedule(task, delay, unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        return PahoThreads.SHARED.schedule(task, delay, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long first, long period, TimeUnit unit) {
        return PahoThreads.SHARED.scheduleAtFixedRate(task, first, period, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
        return PahoThreads.SHARED.scheduleWithFixedDelay(task, first, delay, unit);
    }

    // The threads are other clients' too.

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long limit, TimeUnit unit) {
        return true;
    }
}
