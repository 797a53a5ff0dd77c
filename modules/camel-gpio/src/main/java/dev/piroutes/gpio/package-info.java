/** The Camel component {@code gpio}: a consumer is a digital input, a producer a digital output. */
@NullMarked
package dev.piroutes.gpio;

import org.jspecify.annotations.NullMarked;
