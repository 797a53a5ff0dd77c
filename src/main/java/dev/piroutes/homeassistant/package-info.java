/** Tells Home Assistant of the devices: MQTT discovery messages, from what their files declare. */
@NullMarked
package dev.piroutes.homeassistant;

import org.jspecify.annotations.NullMarked;
