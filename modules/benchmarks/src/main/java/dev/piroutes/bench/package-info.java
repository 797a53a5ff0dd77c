/**
 * Measures Pi Routes beside what a user would pick instead, in one run on one machine. It starts every system as its
 * user would, as processes of their own, and looks on with an MQTT client that none of them ships.
 */
@NullMarked
package dev.piroutes.bench;

import org.jspecify.annotations.NullMarked;
