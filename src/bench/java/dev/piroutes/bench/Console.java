package dev.piroutes.bench;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/** Tells the person who waits what is going on, on standard error; tables go to standard output. */
final class Console {
    private Console() {}

    static void say(String line) {
        System.err.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
    }

    /** Lets a measured system be for a while; what is measured is the time itself. */
    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }
}
