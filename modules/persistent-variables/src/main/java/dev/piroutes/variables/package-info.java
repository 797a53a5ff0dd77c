/** Variables of Camel's that survive a restart. Knows neither pins nor MQTT. */
@NullMarked
package dev.piroutes.variables;

import org.jspecify.annotations.NullMarked;
