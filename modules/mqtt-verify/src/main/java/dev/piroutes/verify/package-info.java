/**
 * Examines MQTT devices from the outside: a proxy that sees every packet, contracts that define what is right, and reports. It
 * knows nothing of pins, routes and brokers; {@code docs/verify.md} describes contracts.
 */
@NullMarked
package dev.piroutes.verify;

import org.jspecify.annotations.NullMarked;
