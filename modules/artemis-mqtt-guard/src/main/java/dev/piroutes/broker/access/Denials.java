package dev.piroutes.broker.access;

import dev.piroutes.time.Repeats;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log who was denied what, and what permission would be needed: one line, however often it happens. A line is
 * repeated at most once a minute, and an address has at most {@value #LINES} different ones in that time.
 */
final class Denials {
    static final Duration WINDOW = Duration.ofMinutes(1);
    static final int LINES = 20;

    private static final int REMEMBERED = 200;
    private static final int LONGEST = 400;
    private static final Logger LOG = LoggerFactory.getLogger("dev.piroutes.broker.denied");

    private final LongAdder total = new LongAdder();
    private final Repeats<String> reported;
    private final Repeats<String> addresses;

    /** @param nanoTime {@link System#nanoTime}, or a test's */
    Denials(LongSupplier nanoTime) {
        reported = new Repeats<>(WINDOW, REMEMBERED, nanoTime);
        addresses = new Repeats<>(WINDOW, REMEMBERED, nanoTime);
    }

    /** The client at an address was denied something. */
    void log(String address, String what) {
        total.increment();
        String line = line(address, what);
        if (line != null) {
            LOG.warn(line);
        }
    }

    /** How often anybody was denied anything. */
    long total() {
        return total.sum();
    }

    /** Returns what to log, or {@code null} for nothing. */
    synchronized @Nullable String line(String address, String what) {
        String line = "denied " + address + ": " + printable(what);
        if (reported.add(line) > 0) {
            return null;
        }
        int others = addresses.add(address);
        if (others == LINES) {
            return "denied " + address + ": more than " + LINES
                    + " different things; the rest of this minute's is not said";
        }
        return others > LINES ? null : line;
    }

    /** What a client sends must not make lines, nor fill the log. */
    static String printable(String text) {
        String safe = text.replaceAll("\\p{Cntrl}", "?");
        return safe.length() > LONGEST ? safe.substring(0, LONGEST) + "…" : safe;
    }
}
