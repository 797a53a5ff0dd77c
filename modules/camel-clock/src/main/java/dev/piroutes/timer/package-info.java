/** Camel's component {@code timer}, for a machine whose clock is set while it runs. */
@NullMarked
package dev.piroutes.timer;

import org.jspecify.annotations.NullMarked;
