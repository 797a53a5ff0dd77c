/** Tells Home Assistant of the devices: MQTT discovery messages that are made from the routes that run. */
@NullMarked
package dev.piroutes.homeassistant;

import org.jspecify.annotations.NullMarked;
