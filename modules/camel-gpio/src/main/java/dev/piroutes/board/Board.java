package dev.piroutes.board;

import java.util.List;

/**
 * The pins of one board, and the lines of other chips beside it: a pin is a BCM number or one of {@link LineNumbers}. Levels are electrical; active-low, debounce and the like belong to the caller.
 *
 * <p>Responsible for: opening lines, reporting every change of an input in order and ending in the line's true level,
 * and bringing all outputs to their shutdown level. Not responsible for: who may share a line.
 *
 * <p>All methods may be called from any thread.
 */
public interface Board extends AutoCloseable {
    /** One line for a person: which board, and why. */
    String describe();

    /** Whether the pins are simulated. */
    boolean isVirtual();

    /** The clock of the time stamps that listeners get, in nanoseconds from an arbitrary origin. */
    default long nanoTime() {
        return System.nanoTime();
    }

    /**
     * Opens a line as input.
     *
     * @param pin BCM number
     * @param pull resistor inside the chip
     * @param listener receives every change after this call; the level at the start is {@link Line#level()}
     * @throws BoardException if the line does not exist, is open already, or the hardware refuses
     */
    InputLine openInput(int pin, Pull pull, LevelListener listener);

    /**
     * Opens a line as output. A line that was open as output before keeps no memory: it is driven to {@code initial}.
     *
     * @param pin BCM number
     * @param initial level to drive at once
     * @param shutdown level that {@link #makeSafe()} and {@link #close()} drive
     * @throws BoardException if the line does not exist, is open already, the hardware refuses, or the board has been
     *     made safe
     */
    OutputLine openOutput(int pin, Level initial, Level shutdown);

    /**
     * Opens a line whose brightness or speed the hardware can vary. It starts in its shutdown state.
     *
     * @param pin BCM number
     * @param hertz how often a second it goes on and off
     * @param shutdown what it becomes, for good, with {@link #makeSafe()} and {@link #close()}
     * @throws BoardException if the board or the pin has no hardware PWM, or the line is open already
     */
    DimmerLine openDimmer(int pin, int hertz, Level shutdown);

    /** Every line that is open, and every output that was, in order of pin. */
    List<LineState> lines();

    /** Adds a listener for the levels of every line, inputs and outputs. */
    void addListener(LevelListener listener);

    /** Removes a listener that {@link #addListener} added. */
    void removeListener(LevelListener listener);

    /**
     * Drives every output to its shutdown level, now, and ignores every write after that. Never blocks and never
     * throws, so that it can be the first thing in a shutdown hook. Calling it again is harmless.
     */
    void makeSafe();

    /** Makes the outputs safe, then gives back all lines. Takes two seconds at most. */
    @Override
    void close();
}
