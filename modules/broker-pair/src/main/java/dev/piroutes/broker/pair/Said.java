package dev.piroutes.broker.pair;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** A log that does not repeat itself: what stays true is said once, what stays wrong once a minute. */
final class Said {
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Logger log;
    private @Nullable String lastInfo;
    private @Nullable String lastError;
    private long lastErrorAt;

    Said(Logger log) {
        this.log = log;
    }

    synchronized void info(String text, Object... values) {
        String line = text(text, values);
        if (!line.equals(lastInfo)) {
            lastInfo = line;
            log.info(line);
        }
    }

    synchronized void error(String text, Object... values) {
        String line = text(text, values);
        if (!line.equals(lastError) || System.nanoTime() - lastErrorAt > AGAIN.toNanos()) {
            lastError = line;
            lastErrorAt = System.nanoTime();
            log.error(line);
        }
    }

    private static String text(String text, Object... values) {
        return org.slf4j.helpers.MessageFormatter.arrayFormat(text, values).getMessage();
    }
}
