package dev.piroutes.gpio;

import java.time.Duration;

/**
 * Something happened at an input.
 *
 * @param event what
 * @param state the state after it
 * @param nanoTime when, on the board's clock
 * @param held how long the state before it had lasted
 */
record InputEvent(GpioEvent event, GpioState state, long nanoTime, Duration held) {}
