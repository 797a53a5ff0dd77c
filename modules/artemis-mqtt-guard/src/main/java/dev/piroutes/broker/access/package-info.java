/** Who may connect, publish and subscribe, in MQTT's terms: client ids, topics and filters as they are on the wire. */
@NullMarked
package dev.piroutes.broker.access;

import org.jspecify.annotations.NullMarked;
