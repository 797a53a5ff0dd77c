/** Watching a running program from outside: health, metrics and status over HTTP on the loopback address. */
@NullMarked
package dev.piroutes.watch;

import org.jspecify.annotations.NullMarked;
