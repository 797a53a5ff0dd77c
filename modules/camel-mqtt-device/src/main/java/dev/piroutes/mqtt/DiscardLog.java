package dev.piroutes.mqtt;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what a device discards of what the broker sends, and logs it once a minute at most: it may be many. */
final class DiscardLog {

    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(DiscardLog.class);

    private final String clientId;
    private final LongAdder count = new LongAdder();

    /** When the last line was, by {@link System#nanoTime}. */
    private long logged;

    /** How many from that one on. */
    private long since;

    DiscardLog(String clientId) {
        this.clientId = clientId;
    }

    synchronized void add(String why) {
        count.increment();
        long now = System.nanoTime();
        if (since == 0 || now - logged > EVERY.toNanos()) {
            String others = since < 2 ? "" : " (since the last such line " + (since - 1) + " others)";
            LOG.warn("{}: discarded, and acknowledged: {}{}", clientId, why, others);
            logged = now;
            since = 0;
        }
        since++;
    }

    long count() {
        return count.sum();
    }
}
