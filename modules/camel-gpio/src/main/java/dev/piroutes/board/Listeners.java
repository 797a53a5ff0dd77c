package dev.piroutes.board;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listeners of which one that throws neither stops the others nor the board's thread. */
final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final List<LevelListener> all = new CopyOnWriteArrayList<>();

    void add(LevelListener listener) {
        all.add(listener);
    }

    void remove(LevelListener listener) {
        all.remove(listener);
    }

    void report(int pin, Level level, long nanoTime) {
        all.forEach(listener -> report(listener, pin, level, nanoTime));
    }

    static void report(LevelListener listener, int pin, Level level, long nanoTime) {
        try {
            listener.levelChanged(pin, level, nanoTime);
        } catch (RuntimeException e) {
            LOG.error("gpio:{}: a listener failed on level {}", LineNumbers.name(pin), level, e);
        }
    }
}
