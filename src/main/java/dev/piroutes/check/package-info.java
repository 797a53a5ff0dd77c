/**
 * Checks route files without a broker and without pins: all that is wrong, at once, each with its place and, where one
 * can be had, a suggestion.
 */
@NullMarked
package dev.piroutes.check;

import org.jspecify.annotations.NullMarked;
