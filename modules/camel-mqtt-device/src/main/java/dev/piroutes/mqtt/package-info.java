/**
 * One device, one connection: will, birth, subscriptions, outbox, acknowledgement after the deed. The only package
 * that names Paho; it knows nothing of pins.
 */
@NullMarked
package dev.piroutes.mqtt;

import org.jspecify.annotations.NullMarked;
