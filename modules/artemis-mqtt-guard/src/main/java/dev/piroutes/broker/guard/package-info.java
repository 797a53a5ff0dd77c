/**
 * The guard in front of Artemis: what is malformed, reserved or too much goes no further. It knows packets and connections,
 * and of Artemis only the places to stand in.
 */
@NullMarked
package dev.piroutes.broker.guard;

import org.jspecify.annotations.NullMarked;
