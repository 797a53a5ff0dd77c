package dev.piroutes.gpio;

import java.time.Duration;

/**
 * Something happened at an input.
 *
 * @param event what
 * @param state the state after it
 * @param nanoTime when, on the board's clock
 * @param held for a press, how long the button had been up before, or held until this repetition; else how long it was
 *     held
 * @param repeat 0, or which repetition of a press this is
 */
record InputEvent(GpioEvent event, GpioState state, long nanoTime, Duration held, int repeat) {}
