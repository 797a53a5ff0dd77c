package dev.piroutes.board;

/** A line that has been opened: whoever opened it owns it until {@link #close()}. */
public interface Line extends AutoCloseable {
    /** The level that the line has now, read from the line itself. */
    Level level();

    /** Gives the line back, so that it can be opened again. Closing twice is harmless. */
    @Override
    void close();
}
