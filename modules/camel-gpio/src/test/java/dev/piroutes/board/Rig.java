package dev.piroutes.board;

/** A board together with whatever stands for the world outside its pins. */
interface Rig {
    /** A board of its own for one case, which closes it. */
    Board open();

    /** Holds a pin at a level from outside. */
    void drive(int pin, Level level);

    /** Releases a pin that has this pull. */
    void release(int pin, Pull pull);

    /** The level of a pin as a voltmeter shows it. */
    Level seen(int pin);

    /** How many inputs to make after pulses, and how many bursts to send: many on a real kernel. */
    int many(int onKernel);
}
