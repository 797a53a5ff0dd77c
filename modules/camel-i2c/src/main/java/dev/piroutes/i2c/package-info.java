/** Camel's component {@code i2c}: bytes of a chip on an I2C bus, for chips that the kernel has no driver for. */
@NullMarked
package dev.piroutes.i2c;

import org.jspecify.annotations.NullMarked;
