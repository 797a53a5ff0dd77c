package dev.piroutes.gpio;

import dev.piroutes.board.Level;

/** What a line means: pressed or lit is {@link #ON}, whichever level that is. */
public enum GpioState {
    /** Not pressed, not lit. */
    OFF,
    /** Pressed, lit. */
    ON;

    /** The state that a level means. */
    public static GpioState of(Level level, boolean activeLow) {
        return (level == Level.HIGH) == activeLow ? OFF : ON;
    }

    Level level(boolean activeLow) {
        return (this == ON) == activeLow ? Level.LOW : Level.HIGH;
    }
}
