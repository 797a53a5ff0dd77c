/**
 * The MQTT broker: ActiveMQ Artemis run from {@code broker-etc/}, and what has to be put right in it. The only package
 * that names Artemis.
 */
@NullMarked
package dev.piroutes.broker;

import org.jspecify.annotations.NullMarked;
