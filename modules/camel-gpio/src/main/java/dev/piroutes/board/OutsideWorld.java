package dev.piroutes.board;

/** What is connected to the pins of a simulated board: a finger on a button, a wire from a sensor. */
public interface OutsideWorld {
    /**
     * Holds a line at a level, stronger than its pull. It may be opened as input later; an output is not affected.
     *
     * @param pin BCM number
     */
    void drive(int pin, Level level);

    /** Lets go of a line: an input returns to the level of its pull. */
    void release(int pin);
}
