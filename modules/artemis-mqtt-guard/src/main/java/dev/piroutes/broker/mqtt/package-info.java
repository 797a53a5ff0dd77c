/**
 * The guard as a plugin of Artemis, and what it does for each MQTT connection: order, redelivery, keep-alive, one window for
 * all subscriptions. It names no embedded broker: a stock Artemis does.
 */
@NullMarked
package dev.piroutes.broker.mqtt;

import org.jspecify.annotations.NullMarked;
