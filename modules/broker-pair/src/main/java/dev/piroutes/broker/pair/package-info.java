/**
 * Two brokers that are one: a primary and a backup that has all its data, and takes over when it is gone. Artemis copies the
 * data and notices the loss; which node serves after a start, when a node gives back, and what may not serve because the
 * other's data are newer, is decided here.
 */
@NullMarked
package dev.piroutes.broker.pair;

import org.jspecify.annotations.NullMarked;
