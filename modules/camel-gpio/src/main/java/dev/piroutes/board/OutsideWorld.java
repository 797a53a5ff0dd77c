package dev.piroutes.board;

/** What is connected to the pins of a simulated board: a button that is pressed, a wire from a sensor. */
public interface OutsideWorld {
    /**
     * Holds a line at a level, stronger than its pull. It may be opened as input later; an output is not affected.
     *
     * @param pin BCM number
     */
    void drive(int pin, Level level);

    /** Releases a line: an input returns to the level of its pull. */
    void release(int pin);
}
