/**
 * Jars of one's own, beside those of the program. Knows nothing of what is in them.
 */
@NullMarked
package dev.piroutes.ext;

import org.jspecify.annotations.NullMarked;
