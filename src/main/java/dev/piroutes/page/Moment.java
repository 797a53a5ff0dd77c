package dev.piroutes.page;

/**
 * A point in time, on two clocks.
 *
 * @param nanoTime that of {@link System#nanoTime}, to measure with
 * @param date milliseconds since 1970, to show
 */
record Moment(long nanoTime, long date) {
    static Moment now() {
        return new Moment(System.nanoTime(), System.currentTimeMillis());
    }
}
