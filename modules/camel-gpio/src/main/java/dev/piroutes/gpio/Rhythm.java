package dev.piroutes.gpio;

/**
 * How an output pulses and blinks, in milliseconds.
 *
 * @param onTime how long it is on
 * @param offTime how long it is off in between
 * @param count how often it is on; 0: until something else is asked for
 */
record Rhythm(long onTime, long offTime, int count) {
    static final Rhythm DEFAULT = new Rhythm(500, 500, 0);
}
