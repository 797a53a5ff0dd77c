package dev.piroutes.mqtt;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The threads of devices, so chosen that a device with nothing to do costs few. What waits for as long as a device is
 * connected does so on virtual threads on Java 24 and later; before, {@code synchronized} would pin them, and they are
 * platform threads. Routes run on platform threads always: one that computes, or waits inside native code, must not keep the
 * few carriers of virtual threads from the network.
 *
 * <p>None of them keeps the process alive.
 */
final class DeviceThreads {
    private static final int FIRST_JAVA_WITHOUT_PINNING = 24;

    /** After which a thread that has run routes ends: a device that is used often keeps its own. */
    private static final long IDLE_SECONDS = 5;

    /** Runs what follows a publish, when it is safe: as many at once as there are, each on a thread of its own. */
    static final Executor CONTINUATIONS = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), platform("mqtt-published"));

    /** A thread for each task that waits as long as a client is connected. */
    static final Executor WAITERS = waiters("mqtt");

    private DeviceThreads() {}

    /** One that runs connecting, publishing the status and the like, one after another. */
    static ScheduledExecutorService control(String name) {
        return Executors.newSingleThreadScheduledExecutor(waiting(name));
    }

    /** One that runs the routes that take commands, one command after another. */
    static ExecutorService commands(String name) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), platform(name));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** A thread for each task that waits. */
    static Executor waiters(String name) {
        ThreadFactory threads = waiting(name);
        return areVirtual() ? task -> threads.newThread(task).start() : Executors.newCachedThreadPool(threads);
    }

    /** Has it done behind what was to be done before, and waits for it. @return its result; false if the limit has passed before */
    static boolean await(ExecutorService executor, Callable<Boolean> task, Duration limit) throws InterruptedException {
        try {
            return executor.submit(task).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException | RejectedExecutionException e) {
            return false;
        }
    }

    static ThreadFactory platform(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    private static ThreadFactory waiting(String name) {
        return areVirtual() ? virtual(name) : platform(name);
    }

    private static boolean areVirtual() {
        return Runtime.version().feature() >= FIRST_JAVA_WITHOUT_PINNING;
    }

    /** {@code Thread.ofVirtual().name(name).factory()}, by its name: this is compiled for Java 17. */
    private static ThreadFactory virtual(String name) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            type.getMethod("name", String.class).invoke(builder, name);
            return (ThreadFactory) type.getMethod("factory").invoke(builder);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
