/** What route files say, read from their text alone: nothing is started, and every word knows its place. */
@NullMarked
package dev.piroutes.source;

import org.jspecify.annotations.NullMarked;
