package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogFormatTest {

    /** Of what a client can have logged as often as it likes, only the broker's guard writes, and it counts. */
    @Test
    void noLineForEachAcknowledgementOfAClient() {
        assertThat(LogConfigurator.LEVELS).containsEntry("org.apache.activemq.artemis.core.protocol.mqtt", Level.ERROR);
    }

    @TempDir
    Path folder;

    private static String line(String message, Throwable thrown) {
        LoggerContext context = new LoggerContext();
        return new String(
                new JsonLines()
                        .encode(new LoggingEvent(
                                "fqcn", context.getLogger("dev.piroutes.routes"), Level.WARN, message, thrown, null)),
                StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "two\nlines\r\n", "\"}, {\"", "\u0000\u001b[2J\\", "\u2028é🦔", "{} %s"})
    void aPayloadStaysOnItsLineAndInItsString(String payload) throws Exception {
        String line = line(payload, null);

        assertThat(line).endsWith("}\n").containsOnlyOnce("\n").doesNotContain("\r", "\u001b");
        JsonObject json = (JsonObject) Jsoner.deserialize(line);
        assertThat(json.getString("message")).isEqualTo(payload);
        assertThat(json)
                .containsEntry("log.level", "WARN")
                .containsEntry("log.logger", "dev.piroutes.routes")
                .containsKeys("@timestamp", "process.thread.name");
    }

    @Test
    void anErrorIsAReasonWithoutItsTrace() throws Exception {
        JsonObject json = (JsonObject) Jsoner.deserialize(line("failed", new IllegalStateException("why")));

        assertThat(json)
                .containsEntry("error.type", "java.lang.IllegalStateException")
                .containsEntry("error.message", "why")
                .doesNotContainKey("error.stack_trace");
    }

    @Test
    void anErrorWithoutAMessageHasAReason() throws Exception {
        assertThat((JsonObject) Jsoner.deserialize(line("failed", new IllegalStateException())))
                .containsEntry("error.message", "Illegal State");
        assertThat((JsonObject) Jsoner.deserialize(line("failed", new IOException(null, new IOException("why")))))
                .containsEntry("error.message", "why");
    }

    @Test
    void autoIsTheJournalOnlyWhereTheOutputIsTheJournal() throws Exception {
        Path output = Files.createFile(folder.resolve("output"));
        String itself = Files.getAttribute(output, "unix:dev") + ":" + Files.getAttribute(output, "unix:ino");

        assertThat(LogFormat.of("auto", Map.of(), output)).isEqualTo(LogFormat.TEXT);
        assertThat(LogFormat.of("auto", Map.of("JOURNAL_STREAM", "9:12345"), output))
                .isEqualTo(LogFormat.TEXT);
        assertThat(LogFormat.of("auto", Map.of("JOURNAL_STREAM", itself), output))
                .isEqualTo(LogFormat.JOURNAL);
        assertThat(LogFormat.of("json", Map.of("JOURNAL_STREAM", itself), output))
                .isEqualTo(LogFormat.JSON);
    }

    @Test
    void aLineForPeopleHasTheTimeAndALevelThatIsNotInfo() {
        assertThat(text(false, Level.INFO, "GP21 pressed\n")).matches("\\d\\d:\\d\\d:\\d\\d GP21 pressed·\\R");
        assertThat(text(false, Level.WARN, "away")).matches("\\d\\d:\\d\\d:\\d\\d WARN  away\\R");
    }

    @Test
    void aLineForTheJournalHasItsPriority() {
        assertThat(text(true, Level.INFO, "GP21 pressed")).isEqualTo("<6>GP21 pressed" + System.lineSeparator());
        assertThat(text(true, Level.ERROR, "failed")).isEqualTo("<3>failed" + System.lineSeparator());
    }

    private static String text(boolean journal, Level level, String message) {
        Logger logger = new LoggerContext().getLogger("dev.piroutes.routes");
        return new String(
                new TextLines(journal).encode(new LoggingEvent("fqcn", logger, level, message, null, null)),
                StandardCharsets.UTF_8);
    }
}
