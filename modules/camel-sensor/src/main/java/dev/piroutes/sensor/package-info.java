/** Camel's component {@code sensor}: what the kernel's drivers measure, as messages. Knows neither pins nor MQTT. */
@NullMarked
package dev.piroutes.sensor;

import org.jspecify.annotations.NullMarked;
