package dev.piroutes.gpio;

import java.util.Locale;

/** What can happen at an input. */
public enum GpioEvent {
    /** It became active. */
    PRESS,
    /** It became inactive. */
    RELEASE,
    /** Either of the two. */
    CHANGE,
    /** It was active for less than the long-press time, once. */
    CLICK,
    /** Two such presses, one shortly after the other. */
    DOUBLE_CLICK,
    /** It has been active for the long-press time. */
    LONG_PRESS,
    /** A period is over, in which it became active so many times. */
    RATE;

    /** As it is written in options, headers and bodies: {@code double-click}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a route that wants this gets the other. */
    boolean includes(GpioEvent happened) {
        return this == happened || this == CHANGE && (happened == PRESS || happened == RELEASE);
    }
}
