package dev.piroutes.board;

/**
 * A line took a level.
 *
 * @param pin BCM number
 * @param level the new level
 * @param nanoTime when, on the board's clock
 */
public record LevelChange(int pin, Level level, long nanoTime) {}
