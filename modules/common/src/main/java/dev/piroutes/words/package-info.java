/** Words for people. */
@NullMarked
package dev.piroutes.words;

import org.jspecify.annotations.NullMarked;
