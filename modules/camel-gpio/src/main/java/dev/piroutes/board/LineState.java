package dev.piroutes.board;

/**
 * One line as it is now, for a screen.
 *
 * @param pin BCM number
 * @param output whether the board drives it
 * @param level its level
 */
public record LineState(int pin, boolean output, Level level) {}
