package dev.piroutes.live;

/**
 * A route file's text.
 *
 * @param name the file's name, without a folder
 * @param text what is in it
 */
public record Source(String name, String text) {}
