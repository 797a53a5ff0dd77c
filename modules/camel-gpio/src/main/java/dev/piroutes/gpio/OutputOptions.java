package dev.piroutes.gpio;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the users of one output line must agree on.
 *
 * @param maxOnTime in milliseconds; 0: no limit
 * @param group of which one output at most is on; null: none
 * @param restore whether the last state of the previous run is the initial state
 */
record OutputOptions(
        boolean activeLow,
        GpioState initialState,
        GpioState shutdownState,
        long maxOnTime,
        @Nullable String group,
        boolean restore) {
    @Override
    public String toString() {
        return "an output with activeLow=" + activeLow + ", initialState=" + initialState + ", shutdownState="
                + shutdownState + ", maxOnTime=" + maxOnTime + "ms, group=" + Objects.requireNonNullElse(group, "none")
                + ", restore=" + restore;
    }
}
