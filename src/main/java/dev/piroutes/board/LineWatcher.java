package dev.piroutes.board;

import com.pi4j.library.gpiod.internal.GpioDContext;
import com.pi4j.library.gpiod.internal.GpioDException;
import com.pi4j.library.gpiod.internal.GpioLine;
import com.pi4j.library.gpiod.internal.GpioLineEvent;
import com.pi4j.library.gpiod.internal.LineEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the levels of one input, each different from the one before: from the kernel's edge events, and from the
 * level itself whenever {@link #reconcile()} is called, because the kernel keeps 16 events a line and drops the rest.
 */
final class LineWatcher implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LineWatcher.class);
    private static final long WAIT_NANOS = 100_000_000;
    private static final long OLDEST_NANOS = 10_000_000_000L;

    private final int pin;
    private final GpioLine line;
    private final LevelListener listener;
    private final Thread thread;
    private Level reported;
    private volatile boolean running = true;

    LineWatcher(int pin, GpioLine line, LevelListener listener) {
        this.pin = pin;
        this.line = line;
        this.listener = listener;
        this.reported = read();
        this.thread = new Thread(this, "gpio-" + pin);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    Level read() {
        return line.getValue() == 0 ? Level.LOW : Level.HIGH;
    }

    @Override
    public void run() {
        GpioLineEvent event = GpioDContext.getInstance().openLineEvent();
        try {
            while (running) {
                if (line.eventWait(WAIT_NANOS)) {
                    line.eventRead(event);
                    report(event.getType() == LineEvent.RISING_EDGE ? Level.HIGH : Level.LOW, time(event));
                }
            }
        } catch (GpioDException e) {
            LOG.warn(
                    "gpio:{}: no more edge events from the kernel ({}); its level is polled instead",
                    pin,
                    e.getMessage());
        } finally {
            GpioDContext.getInstance().closeLineEvent(event);
        }
    }

    /** The kernel's own time stamp, unless its clock is not the JVM's (kernels before 5.7). */
    private static long time(GpioLineEvent event) {
        long now = System.nanoTime();
        long age = now - event.getTimeNs();
        return age >= 0 && age < OLDEST_NANOS ? event.getTimeNs() : now;
    }

    /** Reports the line's level if it is not the one reported last. Read and report are one step for the watcher. */
    synchronized void reconcile() {
        report(read(), System.nanoTime());
    }

    private synchronized void report(Level level, long nanoTime) {
        if (running && level != reported) {
            reported = level;
            listener.levelChanged(pin, level, nanoTime);
        }
    }

    /** Stops reporting; false if the thread is still in the kernel, so that the line must not be released. */
    boolean stop() {
        running = false;
        try {
            thread.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }
}
