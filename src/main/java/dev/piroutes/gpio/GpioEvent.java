package dev.piroutes.gpio;

import java.util.Locale;

/** What can happen at an input. */
public enum GpioEvent {
    /** It became active. */
    PRESS,
    /** It became inactive. */
    RELEASE,
    /** Either of the two. */
    CHANGE;

    /** As it is written in options, headers and bodies: {@code press}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
