package dev.piroutes.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** How lines of the log look; {@code text} until the settings are read. */
enum LogFormat {
    /** For people: a time, the message. */
    TEXT,
    /** For collectors: a JSON object a line. */
    JSON,
    /** For systemd's journal: its priority in front, no time, the journal has that. */
    JOURNAL;

    /** @throws UsageException if the setting is none of them */
    static LogFormat of(Settings settings) {
        return of(settings.word(Setting.LOG_FORMAT), System.getenv(), Path.of("/proc/self/fd/1"));
    }

    /** From now on. */
    void apply() {
        Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        if (this != TEXT
                && root.getAppender(LogConfigurator.CONSOLE) instanceof ConsoleAppender<ILoggingEvent> console) {
            Encoder<ILoggingEvent> encoder = this == JSON ? new JsonLines() : new TextLines(true);
            encoder.setContext(root.getLoggerContext());
            encoder.start();
            console.setEncoder(encoder);
        }
    }

    static LogFormat of(String name, Map<String, String> environment, Path output) {
        return switch (name) {
            case "auto" -> isJournal(environment.get("JOURNAL_STREAM"), output) ? JOURNAL : TEXT;
            case "text" -> TEXT;
            case "json" -> JSON;
            default -> JOURNAL;
        };
    }

    /** systemd says which stream is the journal's: a child that inherits the variable may write elsewhere. */
    private static boolean isJournal(@Nullable String stream, Path output) {
        try {
            return stream != null
                    && stream.equals(
                            Files.getAttribute(output, "unix:dev") + ":" + Files.getAttribute(output, "unix:ino"));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** {@code --verbose}: stack traces, too. */
    static boolean isVerbose() {
        return ((Logger) LoggerFactory.getLogger("dev.piroutes")).isEnabledFor(Level.DEBUG);
    }
}
