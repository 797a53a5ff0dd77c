package dev.piroutes.gpio;

import java.time.Duration;

/**
 * Something happened at an input.
 *
 * @param event what
 * @param state the state after it
 * @param nanoTime when, on the board's clock
 * @param held for a press, how long the button had been up before, or held until this repetition; else how long it was
 *     held; for a rate, its period
 * @param repeat 0, or which repetition of a press this is; for a rate, how many presses there were
 * @param initial whether nothing happened: it is how the input was when the route started
 */
record InputEvent(GpioEvent event, GpioState state, long nanoTime, Duration held, int repeat, boolean initial) {

    /** It is and was so. */
    static InputEvent initial(GpioState state, long nanoTime) {
        GpioEvent event = state == GpioState.ON ? GpioEvent.PRESS : GpioEvent.RELEASE;
        return new InputEvent(event, state, nanoTime, Duration.ZERO, 0, true);
    }
}
