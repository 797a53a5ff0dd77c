/**
 * How long something takes, whatever happens to the clock: a Raspberry Pi has no battery for it, begins in the past, and is
 * set while everything runs. Knows nothing of what is measured.
 */
@NullMarked
package dev.piroutes.time;

import org.jspecify.annotations.NullMarked;
