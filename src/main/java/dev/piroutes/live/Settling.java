package dev.piroutes.live;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * When to look at files that are being written: once nothing has happened for a while, and before long even if things
 * go on happening. Knows no clock: time is what it is told, in nanoseconds. Not thread-safe.
 */
final class Settling {

    private final long quiet;
    private final long longest;
    private OptionalLong first = OptionalLong.empty();
    private long last;

    /**
     * @param quiet how long nothing must have happened
     * @param longest how long after the first thing that happened it is time, whatever happens
     */
    Settling(Duration quiet, Duration longest) {
        this.quiet = quiet.toNanos();
        this.longest = longest.toNanos();
    }

    /** Something happened now. */
    void happened(long now) {
        if (first.isEmpty()) {
            first = OptionalLong.of(now);
        }
        last = now;
    }

    /** How long from now until it is time; 0 or less if it is; empty while nothing has happened. */
    OptionalLong left(long now) {
        return first.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.min(last + quiet, first.getAsLong() + longest) - now);
    }

    /** When the first thing happened that has not been looked at; only if something has. */
    long since() {
        return first.orElseThrow();
    }

    /** It has been looked. */
    void looked() {
        first = OptionalLong.empty();
    }
}
