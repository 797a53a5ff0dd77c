package dev.piroutes.gpio;

import dev.piroutes.board.Level;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * Passes a level on once the line has kept it for a quiet time. Shorter pulses vanish; the level in which the line ends
 * never does. Has no clock: the caller passes the time. Not thread-safe.
 */
final class Debounce {
    /** Takes a level that proved stable, and the time of the edge that led to it. */
    @FunctionalInterface
    interface Sink {
        void stable(Level level, long nanoTime);
    }

    private final ToLongFunction<Level> quietNanos;
    private final Sink sink;
    private Level stable;
    private Level raw;
    private long since;

    /**
     * A filter for one line.
     *
     * @param initial the line's level now, which is taken as stable and not passed on
     * @param quietNanos how long each level must last, in nanoseconds; 0 passes it on at once
     * @param sink takes what proves stable, each level different from the one before
     */
    Debounce(Level initial, ToLongFunction<Level> quietNanos, Sink sink) {
        this.quietNanos = quietNanos;
        this.sink = sink;
        this.stable = initial;
        this.raw = initial;
    }

    /** The line took this level at this time, not earlier than in any call before. */
    void level(Level level, long nanoTime) {
        time(nanoTime);
        if (level != raw) {
            raw = level;
            since = nanoTime;
            time(nanoTime);
        }
    }

    /** It is now this late. */
    void time(long nanoTime) {
        if (raw != stable && nanoTime - since >= quietNanos.applyAsLong(raw)) {
            stable = raw;
            sink.stable(stable, since);
        }
    }

    /** The level that proved stable last. */
    Level stable() {
        return stable;
    }

    /** The time of the edge to another level that has not proved stable yet; empty while there is none. */
    OptionalLong unsettledSince() {
        return raw == stable ? OptionalLong.empty() : OptionalLong.of(since);
    }

    /** When {@link #time} needs to be called next; empty while the line is stable. */
    OptionalLong deadline() {
        return raw == stable ? OptionalLong.empty() : OptionalLong.of(since + quietNanos.applyAsLong(raw));
    }

    /** Until when it is certain which level was stable, if it is now this late. */
    long settledUntil(long nanoTime) {
        return raw == stable ? nanoTime : since;
    }
}
