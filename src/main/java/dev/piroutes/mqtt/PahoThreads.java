package dev.piroutes.mqtt;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of all Paho clients of this process. Three of each client's wait for something for as long as it is connected,
 * on {@link DeviceThreads}. The pings of all clients share one timer.
 *
 * <p>And it shortens every connect by about 0.3 s: Paho starts a thread and looks at once whether it runs; if not yet, it
 * sleeps 100 ms, three times in a row. The sleeper is woken as soon as the thread has had a moment to start.
 */
final class PahoThreads extends ScheduledThreadPoolExecutor {

    static final PahoThreads SHARED = new PahoThreads();

    /** What a new thread needs to say that it runs: well under a millisecond, if a core is free. */
    private static final long MOMENT_NANOS = 1_000_000;

    /** Then Paho's own sleep is as good. */
    private static final int WAKE_UPS = 50;

    /** A starter that is slow to fall asleep is looked at again, each time after twice as long: for 64 ms in all. */
    private static final int LOOKS = 6;

    private final Executor workers;

    private PahoThreads() {
        super(1, DeviceThreads.platform("mqtt-timer"));
        setRemoveOnCancelPolicy(true);
        workers = DeviceThreads.waiters("mqtt");
    }

    @Override
    public void execute(Runnable task) {
        workers.execute(task);
    }

    /** Paho waits for what it submits, and cancels it to interrupt it; it ends by itself, and may be writing to the disk. */
    @Override
    public Future<?> submit(Runnable task) {
        Thread waiting = Thread.currentThread();
        workers.execute(task);
        look(waiting, LOOKS, MOMENT_NANOS);
        return new CompletableFuture<>();
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable ping, long delay, TimeUnit unit) {
        return super.schedule(() -> workers.execute(ping), delay, unit);
    }

    private void look(Thread waiting, int left, long nanos) {
        super.schedule(
                () -> {
                    if (sleeps(waiting)) {
                        wake(waiting, WAKE_UPS);
                    } else if (left > 0) {
                        look(waiting, left - 1, 2 * nanos);
                    }
                },
                nanos,
                TimeUnit.NANOSECONDS);
    }

    /** It has 99 ms left to sleep: between the look and the interrupt it does not go elsewhere. */
    private void wake(Thread waiting, int left) {
        if (left > 0 && sleeps(waiting)) {
            waiting.interrupt();
            super.schedule(() -> wake(waiting, left - 1), MOMENT_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    private static boolean sleeps(Thread thread) {
        return thread.getState() == Thread.State.TIMED_WAITING && waitsForAThread(thread);
    }

    private static boolean waitsForAThread(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().startsWith("org.eclipse.paho.client.mqttv3.internal.Comms")) {
                return frame.getMethodName().equals("start");
            }
        }
        return false;
    }
}
