package dev.piroutes.source;

/**
 * A route file before anybody has read it.
 *
 * @param name as it shall stand in messages: usually the path that the user gave
 * @param text its content
 */
public record RouteSource(String name, String text) {}
