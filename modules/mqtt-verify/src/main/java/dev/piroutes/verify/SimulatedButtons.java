package dev.piroutes.verify;

import java.io.IOException;

/** Buttons that a program can press: those of a device whose pins are simulated, or of a robot. */
@FunctionalInterface
public interface SimulatedButtons {

    /**
     * Presses a button, and lets it go.
     *
     * @param pin the number that the contract gives it
     * @throws IOException in one line, why that could not be done; the check fails
     */
    void press(int pin) throws IOException, InterruptedException;
}
