/** MQTT's topic filters. */
@NullMarked
package dev.piroutes.topic;

import org.jspecify.annotations.NullMarked;
