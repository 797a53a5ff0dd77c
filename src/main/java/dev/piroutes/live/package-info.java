/** Route files that are changed while the program runs: noticed, rehearsed, swapped in. */
@NullMarked
package dev.piroutes.live;

import org.jspecify.annotations.NullMarked;
