package dev.piroutes.mqtt;

import dev.piroutes.time.Repeats;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what a device discards of what the broker sends, and logs it once a minute at most: it may be many. */
final class DiscardLog {

    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(DiscardLog.class);

    private final String clientId;
    private final Repeats<String> repeats = new Repeats<>(EVERY, 1, System::nanoTime);
    private final LongAdder count = new LongAdder();

    /** How many there were with the last line. */
    private long logged;

    DiscardLog(String clientId) {
        this.clientId = clientId;
    }

    synchronized void add(String why) {
        long others = count.sum() - logged;
        count.increment();
        if (repeats.add(clientId) == 0) {
            String more = others == 0 ? "" : " (since the last such line " + others + " others)";
            LOG.warn("{}: discarded: {}{}", clientId, why, more);
            logged = count.sum();
        }
    }

    long count() {
        return count.sum();
    }
}
