package dev.piroutes.board;

/** A line that the hardware switches on and off many times a second (PWM). */
public interface DimmerLine extends AutoCloseable {
    /**
     * Sets how much of the time the line is high.
     *
     * @param percent 0 (always low) to 100 (always high)
     * @throws BoardException if the hardware refuses. After {@link Board#makeSafe()} the call is ignored.
     */
    void high(int percent);

    /** How much of the time the line is high, 0 to 100. */
    int high();

    /** Gives up the handle but leaves the line as it is, as {@link OutputLine#close()} does. */
    @Override
    void close();
}
