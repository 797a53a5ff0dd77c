package dev.piroutes.source;

/**
 * An expression of a route.
 *
 * @param language {@code simple}, {@code constant}, {@code jsonpath} and so on
 * @param text the expression itself
 * @param predicate whether it is asked for true or false
 */
public record Expression(String language, Word text, boolean predicate) {}
