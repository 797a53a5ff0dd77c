package dev.piroutes.board;

/**
 * A line that this program drives. {@link #close()} gives up the handle but leaves the level: the board goes on
 * holding the line, so that {@link Board#makeSafe()} still reaches it.
 */
public interface OutputLine extends Line {
    /**
     * Drives the line.
     *
     * @throws BoardException if the line is closed or the hardware refuses. After {@link Board#makeSafe()} the call is
     *     ignored.
     */
    void write(Level level);
}
