package dev.piroutes.broker.pair;

import dev.piroutes.time.Repeats;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

/** A log that does not repeat itself: what stays true is in it once, what stays wrong once a minute. */
final class PairLog {
    private static final int ERRORS = 20;

    private final Logger log;
    private final Repeats<String> errors = new Repeats<>(Duration.ofMinutes(1), ERRORS, System::nanoTime);
    private @Nullable String lastInfo;

    PairLog(Logger log) {
        this.log = log;
    }

    synchronized void info(String text, Object... values) {
        String line = text(text, values);
        if (!line.equals(lastInfo)) {
            lastInfo = line;
            log.info(line);
        }
    }

    void error(String text, Object... values) {
        String line = text(text, values);
        if (errors.add(line) == 0) {
            log.error(line);
        }
    }

    private static String text(String text, Object... values) {
        return MessageFormatter.arrayFormat(text, values).getMessage();
    }
}
