package dev.piroutes.verify;

import java.time.Instant;

/** Moments of one run, to show and to subtract: setting the system's clock meanwhile does not change them. */
final class Moments {
    private static final Instant BEGIN = Instant.now();
    private static final long BEGIN_NANOS = System.nanoTime();

    private Moments() {}

    static Instant now() {
        return BEGIN.plusNanos(System.nanoTime() - BEGIN_NANOS);
    }
}
