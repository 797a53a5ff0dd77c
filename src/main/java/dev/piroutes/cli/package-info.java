/** The program: its sub-commands, its settings, and what it shows at start. */
@NullMarked
package dev.piroutes.cli;

import org.jspecify.annotations.NullMarked;
