package dev.piroutes.board;

/** What is connected to the pins of a simulated board: a button that is pressed, a wire from a sensor. */
public interface OutsideWorld {
    /**
     * Holds a line at a level, stronger than its pull. It may be opened as input later; an output is not affected.
     *
     * @param pin BCM number
     */
    void drive(int pin, Level level);

    /** Releases a line: an input returns to its level at rest. */
    void release(int pin);

    /** The level of an input that nothing drives: that of its pull, or of the circuit if it has none. */
    Level rest(int pin);

    /** Puts a resistor into the circuit, which holds an input that has no pull at a level; without one that is low. */
    void rest(int pin, Level level);
}
