package dev.piroutes.gpio;

import java.util.concurrent.TimeUnit;

/**
 * What distinguishes gestures, in nanoseconds.
 *
 * @param longPress a press of at least this is long
 * @param doubleClick the second press of a double click begins before this has passed since the first release; 0: there
 *     are no double clicks, and a click is reported at once
 * @param repeatDelay after which a held button is pressed again
 * @param repeatPeriod and again after each of these; 0: never
 */
record GestureTimes(long longPress, long doubleClick, long repeatDelay, long repeatPeriod) {
    static GestureTimes ofMillis(long longPress, long doubleClick, long repeatDelay, long repeatPeriod) {
        return new GestureTimes(nanos(longPress), nanos(doubleClick), nanos(repeatDelay), nanos(repeatPeriod));
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
