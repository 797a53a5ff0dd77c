package dev.piroutes.board;

import dev.piroutes.files.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the levels of one input, each different from the one before: from the queued edges, and from the level itself
 * whenever {@link #reconcile()} is called, because the queue is short and drops the rest.
 */
final class LineWatcher implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(LineWatcher.class);

    private final int pin;
    private final EdgeSource line;
    private final LevelListener listener;
    private final Thread thread;
    private Level reported;
    private boolean ended;
    private volatile boolean running = true;

    LineWatcher(int pin, EdgeSource line, LevelListener listener) {
        this.pin = pin;
        this.line = line;
        this.listener = listener;
        this.reported = line.read();
        this.thread = new Thread(this, "gpio-" + LineNumbers.name(pin));
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    Level read() {
        return line.read();
    }

    @Override
    public void run() {
        try {
            while (running) {
                if (line.await()) {
                    drain(System.nanoTime());
                }
            }
        } catch (RuntimeException e) {
            LOG.warn(
                    "gpio:{}: no more edges from the kernel ({}); its level is polled instead",
                    LineNumbers.name(pin),
                    Reason.of(e));
        } finally {
            end();
        }
    }

    private synchronized void end() {
        ended = true;
        line.close();
    }

    /** Reports the edges that are queued, up to this time, so that a line that never rests ends it, too. */
    private synchronized void drain(long until) {
        EdgeSource.Edge edge = ended ? null : line.poll();
        while (edge != null) {
            report(edge.level(), edge.nanoTime());
            edge = edge.nanoTime() < until ? line.poll() : null;
        }
    }

    /** Reports what is queued, then the line's level if it is not the one reported last, as one step for the watcher. */
    synchronized void reconcile() {
        try {
            drain(System.nanoTime());
            report(read(), System.nanoTime());
        } catch (RuntimeException e) {
            LOG.debug("gpio:{}: the line could not be read", LineNumbers.name(pin), e);
        }
    }

    /** Reports every edge until now; the time until which that is so. */
    synchronized long catchUp() {
        long now = System.nanoTime();
        try {
            drain(now);
        } catch (RuntimeException e) {
            LOG.debug("gpio:{}: no more edges", LineNumbers.name(pin), e); // the thread says it
        }
        return now;
    }

    private void report(Level level, long nanoTime) {
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
