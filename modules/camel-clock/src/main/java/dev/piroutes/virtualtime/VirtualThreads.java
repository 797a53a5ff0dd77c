package dev.piroutes.virtualtime;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.support.DefaultThreadPoolFactory;

/** Camel's thread pools as they are, but waited for, and its timers in virtual time. */
final class VirtualThreads extends DefaultThreadPoolFactory {

    private final VirtualTime time;

    VirtualThreads(VirtualTime time) {
        this.time = time;
    }

    @Override
    public ExecutorService newCachedThreadPool(ThreadFactory threadFactory) {
        return time.threads(super.newCachedThreadPool(threadFactory), Integer.MAX_VALUE);
    }

    @Override
    public ExecutorService newThreadPool(ThreadPoolProfile profile, ThreadFactory threadFactory) {
        ExecutorService threads = super.newThreadPool(profile, threadFactory);
        boolean handsOver = threads instanceof ThreadPoolExecutor pool && pool.getQueue() instanceof SynchronousQueue;
        return time.threads(threads, handsOver ? Integer.MAX_VALUE : profile.getPoolSize());
    }

    @Override
    public ScheduledExecutorService newScheduledThreadPool(ThreadPoolProfile profile, ThreadFactory threadFactory) {
        int size = Math.max(1, profile.getPoolSize());
        return time.timer(time.threads(Executors.newFixedThreadPool(size, threadFactory), size));
    }
}
