/**
 * The broker's files of state before Artemis reads them: what is damaged is set aside, and what is whole of it is kept. Knows
 * Artemis's formats, and nothing of the rest of the broker.
 */
@NullMarked
package dev.piroutes.broker.repair;

import org.jspecify.annotations.NullMarked;
