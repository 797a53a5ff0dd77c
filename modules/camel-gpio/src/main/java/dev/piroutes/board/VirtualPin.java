package dev.piroutes.board;

import org.jspecify.annotations.Nullable;

/** One pin of the virtual board. Not thread-safe: the board's lock guards it. */
final class VirtualPin {
    final int number;
    /** What the outside world drives, or null while nothing does. */
    @Nullable
    Level outside;

    Pull pull = Pull.NONE;
    /** Where the circuit's own resistor holds the line if the pin has no pull. */
    Level circuit = Level.LOW;

    @Nullable
    LevelListener input;

    boolean output;
    boolean outputOpen;
    Level driven = Level.LOW;
    Level shutdown = Level.LOW;
    /** Counts openings, so that a handle from before cannot touch the line of after. */
    int generation;

    VirtualPin(int number) {
        this.number = number;
    }

    boolean open() {
        return input != null || outputOpen;
    }

    Level level() {
        if (output) {
            return driven;
        }
        return outside != null ? outside : rest();
    }

    Level rest() {
        return pull == Pull.NONE ? circuit : pull.restLevel();
    }
}
