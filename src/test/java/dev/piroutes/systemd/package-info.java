/** Tests of what systemd is told, and of the units. */
@NullMarked
package dev.piroutes.systemd;

import org.jspecify.annotations.NullMarked;
