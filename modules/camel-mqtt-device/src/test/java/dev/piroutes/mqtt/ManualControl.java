package dev.piroutes.mqtt;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A control thread that is the test's: tasks run when it says so, and those for later when it says that it is later. */
final class ManualControl extends AbstractExecutorService implements ScheduledExecutorService {

    private final Deque<Runnable> now = new ArrayDeque<>();
    private final List<Runnable> later = new ArrayList<>();
    private final List<Runnable> repeated = new ArrayList<>();
    private Duration lastDelay = Duration.ZERO;

    /** Runs what is to be done at this moment. */
    void run() {
        for (Runnable task = now.poll(); task != null; task = now.poll()) {
            task.run();
        }
    }

    /** Runs what was to be done later, such as the next try to connect. */
    void runLater() {
        now.addAll(later);
        later.clear();
        run();
    }

    /** How much later what was put off last is to be done. */
    Duration lastDelay() {
        return lastDelay;
    }

    /** Runs what is done again and again, once. */
    void runRepeated() {
        now.addAll(repeated);
        run();
    }

    @Override
    public void execute(Runnable task) {
        now.add(task);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        later.add(task);
        lastDelay = Duration.of(delay, unit.toChronoUnit());
        return new Scheduled(task);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long first, long period, TimeUnit unit) {
        repeated.add(task);
        return new Scheduled(task);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
        return scheduleAtFixedRate(task, first, delay, unit);
    }

    private final class Scheduled extends CompletableFuture<Object> implements ScheduledFuture<Object> {
        private final Runnable task;

        Scheduled(Runnable task) {
            this.task = task;
        }

        @Override
        public boolean cancel(boolean interrupt) {
            repeated.remove(task);
            later.remove(task);
            return super.cancel(interrupt);
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return 0;
        }

        @Override
        public int compareTo(Delayed other) {
            return 0;
        }
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
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
    public boolean awaitTermination(long limit, TimeUnit unit) {
        return true;
    }
}
