package dev.piroutes.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.FreePort;
import dev.piroutes.kit.MicroPython;
import dev.piroutes.kit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The handouts of device A and B hold what they say: the hurried devices fail what is quoted, and the programs that they end
 * with pass. Checks that take long are left out: the broker's absence and pings, which {@link MicroPythonIT} has.
 */
@Timeout(90)
@Tag("full")
class HandoutIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path HANDOUTS = Path.of("docs/lab").toAbsolutePath();
    private static final Path START = HANDOUTS.resolve("start");
    /** All that needs neither the broker's absence nor a wait for a ping. */
    private static final String SHORT =
            "--only=status,subscriptions,order,keep-alive,session,will,reaction,unknown-payload";

    private static final String SHORT_A = "--only=status,subscriptions,keep-alive,session,will,press-toggle";

    @TempDir
    Path folder;

    @Test
    void theHurriedLedFailsWhatTheHandoutSays() throws Exception {
        try (Program verify = verify("device-b", SHORT, "--ask=false");
                Program led = yaml("led", verify)) {
            assertThat(failed(verify, 1))
                    .isEqualTo(quoted("device-b.md", "No Pico, Pi"))
                    .isNotEmpty();
            assertThat(led.output()).contains("PicoB: connected");
        }
    }

    @Test
    void theHurriedButtonsFailWhatTheHandoutSays() throws Exception {
        // --bench wants its page there at the start.
        int port = FreePort.find();
        int page = FreePort.find();
        try (Program buttons = yaml("button-panel", port, "--page.port=" + page)) {
            buttons.awaitOutput("ready ");
            try (Program verify = verify("device-a", SHORT_A, "--port=" + port, "--bench=http://127.0.0.1:" + page)) {
                assertThat(failed(verify, 1))
                        .isEqualTo(quoted("device-a.md", "No Pico, Pi"))
                        .isNotEmpty();
            }
        }
    }

    @Test
    void theHurriedLedOfAPicoFailsWhatTheHandoutSays() throws Exception {
        MicroPython.executable();
        try (Program verify = verify("device-b", SHORT, "--ask=false");
                MicroPython led = pico(START.resolve("device_b.py"), verify)) {
            assertThat(failed(verify, 1))
                    .isEqualTo(quoted("device-b.md", "Pico"))
                    .isNotEmpty();
            assertThat(led.program().pid()).isPositive();
        }
    }

    @Test
    void theHurriedButtonsOfAPicoFailWhatTheHandoutSays() throws Exception {
        MicroPython.executable();
        try (Program verify = verify("device-a", SHORT_A);
                MicroPython buttons = pico(START.resolve("device_a.py"), verify)) {
            verify.awaitOutput(">>> .*GP21");
            buttons.press(21);
            assertThat(failed(verify, 1))
                    .isEqualTo(quoted("device-a.md", "Pico"))
                    .isNotEmpty();
        }
    }

    @Test
    void theLedOfAPicoThatTheHandoutEndsWithPasses() throws Exception {
        MicroPython.executable();
        Path program = Files.writeString(folder.resolve("mended_b.py"), program("device-b.md"));
        try (Program verify = verify("device-b", SHORT, "--ask=false");
                MicroPython led = pico(program, verify)) {
            assertThat(failed(verify, 0)).isEmpty();
            assertThat(led.program().output()).contains("led/cmd ignored, the only command is TOGGLE: b'toggle'");
        }
    }

    @Test
    void theButtonsOfAPicoThatTheHandoutEndsWithPass() throws Exception {
        MicroPython.executable();
        Path program = Files.writeString(folder.resolve("mended_a.py"), program("device-a.md"));
        try (Program verify = verify("device-a", SHORT_A + ",press-hello");
                MicroPython buttons = pico(program, verify)) {
            verify.awaitOutput(">>> .*GP21");
            buttons.press(21);
            verify.awaitOutput(">>> .*GP22");
            buttons.press(22);
            assertThat(failed(verify, 0)).isEmpty();
        }
    }

    private Program verify(String contract, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("verify", contract));
        arguments.addAll(List.of(options));
        // "status" means it, too.
        arguments.add("--skip=status-again");
        if (arguments.stream().noneMatch(argument -> argument.startsWith("--port="))) {
            arguments.add("--port=0");
        }
        return Program.start(folder, arguments.toArray(String[]::new));
    }

    private static int port(Program verify) {
        return Integer.parseInt(
                verify.awaitOutput("connect the client .* to \\S*:(\\d+)").group(1));
    }

    private Program yaml(String device, Program verify) throws IOException {
        return yaml(device, port(verify));
    }

    private Program yaml(String device, int port, String... options) throws IOException {
        Path routes = Files.createDirectories(folder.resolve("bench/routes"));
        Files.copy(START.resolve(device + ".camel.yaml"), routes.resolve(device + ".camel.yaml"));
        List<String> arguments = new ArrayList<>(List.of(
                "--routes.dir=routes",
                "--devices=" + device,
                "--mqtt.url=tcp://127.0.0.1:" + port,
                "--gpio.board=virtual"));
        arguments.addAll(List.of(options));
        return Program.start(routes.getParent(), arguments.toArray(String[]::new));
    }

    private MicroPython pico(Path program, Program verify) throws IOException {
        return MicroPython.start(folder, program, "BROKER = \"127.0.0.1\"", "PORT = " + port(verify));
    }

    /** Waits for the end; the rows of the table that have failed. */
    private static List<String> failed(Program verify, int exitCode) throws InterruptedException {
        int code = verify.awaitEnd(LIMIT);
        assertThat(code).as(verify.output()).isEqualTo(exitCode);
        return rows(verify.output().substring(verify.output().lastIndexOf(" skipped\n")));
    }

    private static List<String> rows(String text) {
        return Pattern.compile("(?m)^ *([a-z-]+) +failed +(.*)$")
                .matcher(text)
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();
    }

    /** The rows that a handout quotes for a variant, but for those that take long. */
    private static List<String> quoted(String handout, String variant) throws IOException {
        String text = Files.readString(HANDOUTS.resolve(handout));
        Matcher block = Pattern.compile("(?s)\n\\*\\*" + Pattern.quote(variant) + "\\.\\*\\*[^`]*```\n(.*?)```")
                .matcher(text);
        assertThat(block.find()).as(handout + ", a quoted table for " + variant).isTrue();
        return rows(block.group(1)).stream()
                .filter(row -> !row.matches("(press-hello|reconnect) .*"))
                .toList();
    }

    /** The last whole program of a handout. */
    private static String program(String handout) throws IOException {
        return Pattern.compile("(?s)```python\n((?:from|import) .*?)```")
                .matcher(Files.readString(HANDOUTS.resolve(handout)))
                .results()
                .map(MatchResult::group)
                .reduce((first, second) -> second)
                .map(block -> block.replace("```python\n", "").replace("```", ""))
                .orElseThrow();
    }
}
