package dev.piroutes.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * A log event as one line: for people with the time in front, for systemd's journal with its priority, since the journal has
 * the time. INFO goes without saying. A stack trace only with {@code --verbose}.
 */
final class TextLines extends LineEncoder {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss ").withZone(ZoneId.systemDefault());

    private final boolean journal;

    TextLines(boolean journal) {
        this.journal = journal;
    }

    @Override
    String line(ILoggingEvent event) {
        StringBuilder line = new StringBuilder();
        if (journal) {
            line.append(priority(event.getLevel()));
        } else {
            TIME.formatTo(event.getInstant(), line);
            if (event.getLevel() != Level.INFO) {
                line.append(String.format("%-6s", event.getLevel()));
            }
        }
        line.append(OneLine.shorten(event.getFormattedMessage()));
        if (event.getThrowableProxy() != null && LogFormat.isVerbose()) {
            line.append(System.lineSeparator()).append(stackTrace(event.getThrowableProxy()));
        }
        return line.append(System.lineSeparator()).toString();
    }

    /** See sd-daemon(3). */
    private static String priority(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> "<3>";
            case Level.WARN_INT -> "<4>";
            case Level.INFO_INT -> "<6>";
            default -> "<7>";
        };
    }
}
