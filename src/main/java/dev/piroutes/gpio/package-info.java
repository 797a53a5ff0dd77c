@NullMarked
package dev.piroutes.gpio;

import org.jspecify.annotations.NullMarked;
