package dev.piroutes.virtualtime;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A pool of threads that knows whether it is at rest. Its state is guarded by the lock of its {@link VirtualTime}. */
final class CountedPool extends AbstractExecutorService {

    private static final ThreadLocal<@Nullable CountedPool> CURRENT = new ThreadLocal<>();

    private final VirtualTime time;
    private final ExecutorService threads;
    private final int size;
    private final Set<Thread> working = new LinkedHashSet<>();
    private int pending;
    private int running;
    private int waiting;

    CountedPool(VirtualTime time, ExecutorService threads, int size) {
        this.time = time;
        this.threads = threads;
        this.size = size;
    }

    /** The pool that this thread works for, or null. */
    static @Nullable CountedPool current() {
        return CURRENT.get();
    }

    /** Whether nothing of it moves before a later moment: what is left waits, or waits behind what waits. */
    boolean resting() {
        return running == waiting && (pending == 0 || running >= size);
    }

    /** What is not at rest, in words. */
    Stream<String> atWork() {
        return resting() ? Stream.empty() : working.stream().map(CountedPool::describe);
    }

    private static String describe(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        return thread.getName() + (stack.length == 0 ? "" : " in " + stack[0]);
    }

    /** This thread is going to wait for a later moment. */
    void waits() {
        change(0, 0, 1);
    }

    /** A thread that waits is about to go on. */
    void resumes() {
        change(0, 0, -1);
    }

    private void change(int pendingBy, int runningBy, int waitingBy) {
        synchronized (time) {
            pending += pendingBy;
            running += runningBy;
            waiting += waitingBy;
            time.notifyAll();
        }
    }

    @Override
    public void execute(Runnable work) {
        change(1, 0, 0);
        try {
            threads.execute(() -> run(work));
        } catch (RejectedExecutionException e) {
            change(-1, 0, 0);
            throw e;
        }
    }

    private void run(Runnable work) {
        CountedPool before = CURRENT.get();
        CURRENT.set(this);
        synchronized (time) {
            working.add(Thread.currentThread());
            change(-1, 1, 0);
        }
        try {
            work.run();
        } finally {
            CURRENT.set(before);
            synchronized (time) {
                working.remove(Thread.currentThread());
                change(0, -1, 0);
            }
        }
    }

    @Override
    public void shutdown() {
        threads.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        List<Runnable> dropped = threads.shutdownNow();
        change(-dropped.size(), 0, 0);
        return dropped;
    }

    @Override
    public boolean isShutdown() {
        return threads.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return threads.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return threads.awaitTermination(timeout, unit);
    }
}
