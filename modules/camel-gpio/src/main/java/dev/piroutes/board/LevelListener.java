package dev.piroutes.board;

/** Receives level changes. Called on a thread of the board: hand over and return, never block. */
@FunctionalInterface
public interface LevelListener {
    /**
     * The line has a new level.
     *
     * @param pin BCM number of the line
     * @param level its level now, different from the one reported before
     * @param nanoTime when, on the board's clock ({@link Board#nanoTime()})
     */
    void levelChanged(int pin, Level level, long nanoTime);
}
