package dev.piroutes.page;

import java.util.concurrent.TimeUnit;

/**
 * A point in time, on two clocks.
 *
 * @param nanoTime that of {@link System#nanoTime}, to measure with: nobody sets it
 * @param date milliseconds since 1970, to show
 */
record Moment(long nanoTime, long date) {
    static Moment now() {
        return new Moment(System.nanoTime(), System.currentTimeMillis());
    }

    /** As a browser counts with it: in milliseconds on the first of the clocks. */
    long millis() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime);
    }
}
