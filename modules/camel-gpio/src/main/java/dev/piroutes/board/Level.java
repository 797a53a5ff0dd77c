package dev.piroutes.board;

/** The electrical level of a line: what a voltmeter shows. What it means (active high or low) is not known here. */
public enum Level {
    /** Near 0 V. */
    LOW,
    /** Near 3.3 V. */
    HIGH;

    /** The other level. */
    public Level inverted() {
        return this == HIGH ? LOW : HIGH;
    }
}
