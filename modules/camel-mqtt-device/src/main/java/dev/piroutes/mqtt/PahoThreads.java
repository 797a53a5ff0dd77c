package dev.piroutes.mqtt;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of all Paho clients of this process. Three of each client's wait for something for as long as it is connected,
 * on {@link DeviceThreads}. The pings of all clients share one timer.
 *
 * <p>And it shortens every connect by about 0.3 s. The task that connects is {@link #execute executed}; with the connection
 * made, it starts three threads, and each time looks at once whether the thread runs and sleeps 100 ms if not. It does nothing
 * else from there to its end, so until then it is woken again and again.
 */
final class PahoThreads extends ScheduledThreadPoolExecutor {

    static final PahoThreads SHARED = new PahoThreads();

    /** What a new thread needs to say that it runs: well under a millisecond, if a core is free. */
    private static final long MOMENT_NANOS = 1_000_000;

    /** Then Paho's own sleep is as good. */
    private static final int WAKE_UPS = 100;

    /** The task that this thread executes, if one. */
    private static final ThreadLocal<@Nullable Connecting> CURRENT = new ThreadLocal<>();

    private final Executor workers;

    private PahoThreads() {
        super(1, DeviceThreads.platform("mqtt-timer"));
        setRemoveOnCancelPolicy(true);
        workers = DeviceThreads.WAITERS;
    }

    @Override
    public void execute(Runnable task) {
        workers.execute(() -> new Connecting(Thread.currentThread()).run(task));
    }

    /** Paho waits for what it submits, and cancels it to interrupt it; it ends by itself, and may be writing to the disk. */
    @Override
    public Future<?> submit(Runnable task) {
        workers.execute(task);
        Connecting connecting = CURRENT.get();
        if (connecting != null) {
            wakeLater(connecting, WAKE_UPS);
        }
        return new CompletableFuture<>();
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable ping, long delay, TimeUnit unit) {
        return super.schedule(() -> workers.execute(ping), delay, unit);
    }

    private void wakeLater(Connecting connecting, int times) {
        super.schedule(
                () -> {
                    if (connecting.wake() && times > 1) {
                        wakeLater(connecting, times - 1);
                    }
                },
                MOMENT_NANOS,
                TimeUnit.NANOSECONDS);
    }

    /** One that may be woken until it has ended, and not a moment longer. */
    private static final class Connecting {
        private final Thread thread;
        private boolean over;

        Connecting(Thread thread) {
            this.thread = thread;
        }

        void run(Runnable task) {
            CURRENT.set(this);
            try {
                task.run();
            } finally {
                CURRENT.remove();
                end();
            }
        }

        private synchronized void end() {
            over = true;
            Thread.interrupted();
        }

        synchronized boolean wake() {
            if (!over) {
                thread.interrupt();
            }
            return !over;
        }
    }
}
