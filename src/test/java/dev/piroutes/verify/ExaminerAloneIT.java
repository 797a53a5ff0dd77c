package dev.piroutes.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.broker.Broker;
import dev.piroutes.kit.Program;
import dev.piroutes.kit.TestLab;
import dev.piroutes.verify.TestDevice.Fault;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examiner as a program of its own, without Pi Routes: {@code java -cp … dev.piroutes.verify.Main}. */
@Tag("full")
@Timeout(120)
class ExaminerAloneIT {

    /** What comes with the artifact mqtt-verify, as docs/projects/mqtt-verify/pom.xml has it. */
    private static final String CLASS_PATH = Arrays.stream(
                    System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(
                    jar -> jar.matches(
                            ".*/(mqtt-verify|route-source|common|io/netty|snakeyaml-engine|commons-text|commons-lang3|jspecify)/.*"))
            .collect(Collectors.joining(File.pathSeparator));

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "none, 0, '(PicoB-class-one, class/one): 16 passed, 0 failed, 2 skipped'",
                "TWO_ACKS, 1, 'reaction-toggle: answered twice to one command: ON, ON'",
            })
    void aDevicePassesOrFailsForItsReason(Fault fault, int code, String line) throws Exception {
        Path contract = Files.writeString(
                folder.resolve("b.yaml"),
                Files.readString(Path.of("src/main/resources/contracts/device-b.yaml"))
                                .replace("keepAlive: 5s..60s", "keepAlive: 1s..60s")
                        + "\nlimits: {settle: 500ms, quiet: 250ms, away: 700ms}\n");
        try (Broker broker = TestLab.broker(folder);
                Program examiner = Program.java(
                        folder,
                        CLASS_PATH,
                        Main.class,
                        contract.toString(),
                        "--port=0",
                        "--root=class/one",
                        "--broker=tcp://127.0.0.1:" + broker.port(),
                        "--skip=pings",
                        "--ask=false",
                        "--announce=false",
                        "--junit=report.xml")) {
            int port = Integer.parseInt(examiner.awaitOutput("connect the client PicoB-class-one to 127.0.0.1:(\\d+)")
                    .group(1));
            TestDevice device =
                    fault == null ? TestDevice.b(port, "class/one") : TestDevice.b(port, "class/one", fault);
            try {
                assertThat(examiner.awaitEnd(Duration.ofSeconds(60)))
                        .as(examiner.output())
                        .isEqualTo(code);
            } finally {
                device.close();
            }
            assertThat(examiner.output()).contains(line).doesNotContain("Exception");
            assertThat(folder.resolve("report.xml")).content().contains("name=\"reaction-toggle\"");
        }
    }
}
