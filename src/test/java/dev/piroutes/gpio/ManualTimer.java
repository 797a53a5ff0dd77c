package dev.piroutes.gpio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A timer whose time passes only when a test says so. Work is done on the thread that hands it over. */
final class ManualTimer extends AbstractExecutorService implements ScheduledExecutorService {
    private final List<Alarm> alarms = new ArrayList<>();
    private long now;

    synchronized long now() {
        return now;
    }

    /** Lets time pass, stopping at every alarm on the way. */
    synchronized void advance(Duration duration) {
        long end = now + duration.toNanos();
        for (Alarm next = next(end); next != null; next = next(end)) {
            alarms.remove(next);
            now = Math.max(now, next.at);
            next.run();
        }
        now = end;
    }

    void advance(long millis) {
        advance(Duration.ofMillis(millis));
    }

    private Alarm next(long end) {
        alarms.removeIf(FutureTask::isCancelled);
        return alarms.stream()
                .filter(alarm -> alarm.at <= end)
                .min(Comparator.comparingLong(alarm -> alarm.at))
                .orElse(null);
    }

    @Override
    public synchronized void execute(Runnable work) {
        work.run();
    }

    @Override
    public synchronized ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        Alarm alarm = new Alarm(work, now + unit.toNanos(delay));
        alarms.add(alarm);
        return alarm;
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable work, long initial, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable work, long initial, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

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
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }

    private static final class Alarm extends FutureTask<Object> implements ScheduledFuture<Object> {
        private final long at;

        Alarm(Runnable work, long at) {
            super(work, null);
            this.at = at;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int compareTo(Delayed other) {
            throw new UnsupportedOperationException();
        }
    }
}
