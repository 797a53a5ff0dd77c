/**
 * What outlives a connection, as MQTT means it: topic names, retained messages, wills, and when a session ends. Knows
 * Artemis, and nothing of the rest of the broker.
 */
@NullMarked
package dev.piroutes.broker.session;

import org.jspecify.annotations.NullMarked;
