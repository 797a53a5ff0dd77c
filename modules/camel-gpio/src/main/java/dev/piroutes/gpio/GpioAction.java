package dev.piroutes.gpio;

import java.util.EnumSet;
import java.util.Set;

/** What a message can ask of an output. */
public enum GpioAction {
    /** Become active. */
    ON,
    /** Become inactive. */
    OFF,
    /** Become the other. */
    TOGGLE,
    /** Become active for a while, then inactive. */
    PULSE,
    /** Become active and inactive in turn. */
    BLINK,
    /** Stay as it is: only the state is asked for. */
    READ,
    /** With {@code simulate} only: press the virtual button. */
    PRESS,
    /** With {@code simulate} only: release the virtual button. */
    RELEASE;

    static final Set<GpioAction> OUTPUT = EnumSet.range(ON, READ);
    static final Set<GpioAction> SIMULATED = EnumSet.of(PRESS, RELEASE);
}
