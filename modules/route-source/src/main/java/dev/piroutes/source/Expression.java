package dev.piroutes.source;

/**
 * An expression of a route.
 *
 * @param language {@code simple}, {@code constant}, {@code jsonpath} and so on; it stands where it is named, or with the text
 * @param text the expression itself
 * @param predicate whether it is asked for true or false
 * @param step the keyword that it stands under: {@code setBody}, {@code delay}, {@code completionTimeoutExpression} and so on
 */
public record Expression(Word language, Word text, boolean predicate, String step) {}
