package dev.piroutes.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.Damage;
import dev.piroutes.kit.Observed;
import dev.piroutes.kit.Program;
import dev.piroutes.kit.Watcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program after a bad day of its SD card: everything runs, and says what somebody has to look at. */
@Timeout(180)
class DamagedStartIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void theLabRunsWithSeveralDamagedFilesUntilSomebodyHasLooked() throws Exception {
        try (Program lab = Program.start(folder, "--broker.port=0", "--gpio.board=virtual")) {
            try (Watcher client = new Watcher(lab.awaitReady(), "csc2106/led/ack")) {
                client.publish("csc2106/led/cmd", "TOGGLE");
                client.awaitEvents("csc2106/led/ack", 1);
            }
            lab.terminate();
            lab.awaitEnd(LIMIT);
        }
        Path data = folder.resolve("data");
        Files.createDirectories(data.resolve("outbox"));
        Files.write(data.resolve("outbox/PicoA.mv"), new byte[4096]);
        Files.writeString(data.resolve("outbox/PicoB.mv"), "not an outbox");
        Damage.ZEROS_AT_THE_START.to(data.resolve("broker/journal/activemq-data-1.amq"));
        Damage.RANDOM.to(data.resolve("broker/bindings/activemq-bindings-1.bindings"));

        Observed observed = Observed.onAFreePort();
        try (Program lab = Program.start(
                folder, "--broker.port=0", observed.option(), "--gpio-timer.period=500ms", "--gpio.board=virtual")) {
            int port = lab.awaitReady();
            lab.awaitOutput("LED (ON|OFF)");
            try (Watcher client = new Watcher(port, "csc2106/led/ack")) {
                client.publish("csc2106/led/cmd", "TOGGLE");
                client.awaitEvents("csc2106/led/ack", 1);
            }
            assertThat(lab.output().lines().filter(line -> line.contains("damaged")))
                    .hasSize(4)
                    .allMatch(line -> line.contains("set aside as "));
            assertThat(lab.output()).doesNotContain("Exception").doesNotContain("\tat ");

            assertThat(observed.get("health").statusCode()).isEqualTo(200);
            assertThat(observed.get("health").body()).contains("\"degraded\":[\"");
            assertThat(observed.get("metrics").body()).contains("\npiroutes_degraded 4.0\n");
            assertThat(said("status", observed.option()))
                    .filteredOn(line -> line.startsWith("health   degraded: "))
                    .hasSize(4)
                    .allMatch(line -> line.endsWith(
                            " was damaged and is set aside: look at it, then delete it or move it elsewhere"));
            assertThat(said("doctor", "--broker.port=" + port, observed.option(), "--page.port=0"))
                    .filteredOn(line -> line.startsWith("warn  damaged "))
                    .hasSize(4);

            try (Stream<Path> files = Files.walk(data)) {
                for (Path file :
                        files.filter(f -> f.toString().contains(".damaged-")).toList()) {
                    Files.delete(file);
                }
            }
            await().atMost(LIMIT).until(() -> !observed.get("health").body().contains("\"degraded\""));
            assertThat(said("status", observed.option())).contains("health   all is well");
        }
    }

    private List<String> said(String... command) throws Exception {
        try (Program program = Program.start(folder, command)) {
            program.awaitEnd(LIMIT);
            return program.output().lines().toList();
        }
    }
}
