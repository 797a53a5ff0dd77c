@NullMarked
package dev.piroutes.cli;

import org.jspecify.annotations.NullMarked;
