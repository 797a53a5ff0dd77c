package dev.piroutes.gpio;

import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** Counts presses, and says after each period how many there were. Has no clock: the caller passes the time. Not thread-safe. */
final class RateMeter {
    private final long period;
    private long begun;
    private int count;

    /**
     * A meter that begins now.
     *
     * @param period in nanoseconds; 0: it never says anything
     */
    RateMeter(long period, long nanoTime) {
        this.period = period;
        begun = nanoTime;
    }

    void pressed() {
        count++;
    }

    /** How many there were since the last time that it was said. */
    int count() {
        return count;
    }

    /**
     * It is now this late.
     *
     * @param over takes the end of a period that is over; {@link #count} is of that one
     */
    void time(long nanoTime, LongConsumer over) {
        while (period > 0 && nanoTime - begun >= period) {
            begun += period;
            over.accept(begun);
            count = 0;
        }
    }

    /** When {@link #time} needs to be called next. */
    OptionalLong deadline() {
        return period > 0 ? OptionalLong.of(begun + period) : OptionalLong.empty();
    }
}
