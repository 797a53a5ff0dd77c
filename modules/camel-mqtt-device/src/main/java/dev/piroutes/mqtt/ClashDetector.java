package dev.piroutes.mqtt;

import java.time.Duration;

/**
 * Recognises that two clients with one client id throw each other off: the broker ends one connection after another soon
 * after it was made. Not thread-safe.
 */
final class ClashDetector {

    /** So many short connections in a row are no accident. */
    static final int ROUNDS = 3;

    /** A connection that a rival ends is shorter than this: the rival comes back with a back-off of seconds, too. */
    static final Duration SHORT = Duration.ofSeconds(10);

    private int rounds;

    /**
     * To be called when a connection ends.
     *
     * @param held how long it was, by a clock that does not jump
     * @return true if that makes it a clash, once for each row of short connections
     */
    boolean lost(Duration held) {
        rounds = held.compareTo(SHORT) < 0 ? rounds + 1 : 0;
        return rounds == ROUNDS;
    }
}
