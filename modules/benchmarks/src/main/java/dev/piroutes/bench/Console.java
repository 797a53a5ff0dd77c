package dev.piroutes.bench;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Tells the person who waits what is going on, on standard error; tables go to standard output. Remembers what was missed. */
final class Console {
    private static final List<String> MISSED = Collections.synchronizedList(new ArrayList<>());

    private Console() {}

    static void say(String line) {
        System.err.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
    }

    /** Something was not measured: says so now, and in the report. */
    static void missed(String what, Exception why) {
        String reason = why instanceof BenchException ? why.getMessage() : why.toString();
        String line = "Not measured: " + what + ", because " + reason;
        say(line);
        MISSED.add(line);
    }

    /** What was missed since this was asked last, a line each. */
    static List<String> missed() {
        List<String> lines = List.copyOf(MISSED);
        MISSED.clear();
        return lines;
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
