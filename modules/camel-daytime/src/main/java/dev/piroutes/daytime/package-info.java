/** Camel's component {@code daytime}: times of day and of the sun, as messages. Knows neither pins nor MQTT. */
@NullMarked
package dev.piroutes.daytime;

import org.jspecify.annotations.NullMarked;
