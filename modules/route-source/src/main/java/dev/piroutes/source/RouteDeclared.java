package dev.piroutes.source;

/**
 * A route of a file.
 *
 * @param id its id, or {@code route in line N} if it has none
 * @param hasId whether it has one
 * @param hasDescription whether it says what it is for
 * @param place where it begins
 */
public record RouteDeclared(String id, boolean hasId, boolean hasDescription, Place place) {}
