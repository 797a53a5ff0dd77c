package dev.piroutes.board;

/** The resistor inside the chip that decides an input's level while nothing outside drives it. */
public enum Pull {
    /** No resistor: on a real board an unconnected line floats; on the virtual board it rests where the circuit holds it. */
    NONE,
    /** To 3.3 V: the line rests high. */
    UP,
    /** To ground: the line rests low. */
    DOWN;

    /** The level at which an ideal line with this resistor rests. */
    public Level restLevel() {
        return this == UP ? Level.HIGH : Level.LOW;
    }
}
