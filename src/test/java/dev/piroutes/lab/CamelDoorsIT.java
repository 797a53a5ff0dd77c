package dev.piroutes.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.broker.Broker;
import dev.piroutes.kit.CamelCommand;
import dev.piroutes.kit.Maven;
import dev.piroutes.kit.Missing;
import dev.piroutes.kit.Program;
import dev.piroutes.kit.TestLab;
import dev.piroutes.kit.Watcher;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A folder of one's own, run by what Camel's users have: Maven's plugin, and the command {@code camel}. */
@Tag("full")
class CamelDoorsIT {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final Path JAR = Path.of("target/pi-routes.jar").toAbsolutePath();
    private static final Path KEPT = Path.of("target/camel-doors").toAbsolutePath();
    private static final Path REPOSITORY = KEPT.resolve("repository");
    private static final String CAMEL = CamelContext.class.getPackage().getImplementationVersion();
    private static final String COMMAND_LINE = System.getProperty("camel-jbang.version", CAMEL);

    @TempDir
    Path around;

    private Broker broker;
    private Watcher watcher;
    private Path bench;

    @BeforeEach
    void open() throws Exception {
        if (!Maven.isThere(around)) {
            Missing.skip("Camel's own ways to run a bench", "a Maven that can be loaded: ./mvnw -v");
        }
        broker = TestLab.broker(around.resolve("broker"));
        watcher = new Watcher(broker.port(), "csc2106/#");
        bench = new Maven(REPOSITORY).bench(around, JAR);
    }

    @AfterEach
    void close() throws Exception {
        if (broker != null) {
            watcher.close();
            broker.close();
        }
    }

    private String url() {
        return "tcp://127.0.0.1:" + broker.port();
    }

    @ParameterizedTest
    @ValueSource(strings = {"camel:run", "camel:dev"})
    void maven(String goal) throws Exception {
        Map<String, String> settings = Map.of("MQTT_URL", url(), "PAGE_PORT", "0", "MANAGEMENT_PORT", "0");
        try (Program run = new Maven(REPOSITORY).start(bench, settings, goal)) {
            String said = run.awaitOutput("\\bready |BUILD FAILURE|could not be resolved", LIMIT)
                    .group();
            if (said.startsWith("could not")) {
                Missing.skip("mvn " + goal, "camel-maven-plugin " + CAMEL + " (Maven Central)");
            }
            assertThat(said).as(run.output()).startsWith("ready");
            watcher.awaitSeen("csc2106/devB/status", "online");
            watcher.awaitSeen("csc2106/led/ack", "ON");

            run.terminate();

            run.awaitEnd(LIMIT);
        }
        watcher.awaitSeen("csc2106/devB/status", "offline");
    }

    @Test
    void camelRunOfOneFile() throws Exception {
        try (Program run =
                camel(bench, "run", "routes/led.camel.yaml", "application.properties", "--prop=mqtt.url=" + url())) {
            run.awaitOutput("connected to " + url(), LIMIT);
            watcher.awaitSeen("csc2106/devB/status", "online");

            watcher.publish("csc2106/led/cmd", "TOGGLE");

            watcher.awaitSeen("csc2106/led/ack", "ON");
            run.terminate();
            run.awaitEnd(LIMIT);
        }
        watcher.awaitSeen("csc2106/devB/status", "offline");
    }

    /** Nothing is beside it: no settings, no other file. */
    @Test
    void camelRunOfAFileAlone() throws Exception {
        try (Program run = camel(alone(), "run", "led.camel.yaml", dependency(), "--prop=mqtt.url=" + url())) {
            run.awaitOutput("connected to " + url(), LIMIT);

            watcher.publish("csc2106/led/cmd", "TOGGLE");

            watcher.awaitSeen("csc2106/led/ack", "ON");
        }
    }

    @Test
    void camelRunWithoutABrokerSaysWhatIsMissing() throws Exception {
        try (Program run = camel(alone(), "run", "led.camel.yaml", dependency())) {
            run.awaitOutput("started in", LIMIT);
            assertThat(run.output()).containsOnlyOnce("does not connect, because the property mqtt.url is not set");
        }
    }

    private Path alone() throws IOException {
        Path folder = Files.createDirectory(around.resolve("alone"));
        Files.copy(Path.of("src/main/resources/routes/led.camel.yaml"), folder.resolve("led.camel.yaml"));
        return folder;
    }

    /** As {@code init} writes it. */
    private String dependency() throws IOException {
        return Files.readAllLines(bench.resolve("application.properties")).stream()
                .filter(line -> line.startsWith("camel.jbang.dependencies="))
                .findFirst()
                .orElseThrow()
                .replace("camel.jbang.dependencies=", "--dep=");
    }

    /** Of a bench that has Camel's connector beside it. */
    @Test
    void camelSeesABenchThatRuns() throws Exception {
        try (Program add = Program.start(bench, "add", "camel-cli-connector")) {
            if (add.awaitEnd(LIMIT) != 0) {
                Missing.skip("camel ps, get, trace", "camel-cli-connector " + CAMEL + " (Maven Central)");
            }
        }
        List<String> home = List.of("-Duser.home=" + around);
        try (Program run = Program.start(
                bench, Map.of(), home, "--devices=led", "--mqtt.url=" + url(), "--camel.trace.standby=true")) {
            run.awaitOutput("\\bready ", LIMIT);

            awaitSaid("(?s).*pi-routes .*Running.*", "ps");
            awaitSaid("(?s).*pi-routes .*" + CAMEL + ".*Running.*", "get");
            awaitSaid("(?s).*mqtt/mqtt-device-PicoB .*UP.*", "get", "health");
            awaitSaid("(?s).*pi-routes .*Standby.*", "trace", "pi-routes");

            try (Program start = camel(bench, "trace", "pi-routes", "--action=start")) {
                start.awaitEnd(LIMIT);
            }
            awaitSaid("(?s).*pi-routes .*Started.*", "trace", "pi-routes");
            watcher.publish("csc2106/led/cmd", "TOGGLE");
            watcher.awaitSeen("csc2106/led/ack", "ON");
            awaitSaid(
                    "(?s).*Endpoint +paho://csc2106/led/cmd.*Service +" + url()
                            + ".*TOGGLE.*led-command/publish-ack.*ON.*",
                    "trace",
                    "pi-routes",
                    "--action=dump",
                    "--follow=false",
                    "--logging-color=false");
        }
    }

    /** The bench tells the other program by a file, now and then. */
    private void awaitSaid(String pattern, String... arguments) {
        await().atMost(LIMIT).untilAsserted(() -> {
            try (Program command = camel(bench, arguments)) {
                command.awaitEnd(LIMIT);
                assertThat(command.output()).matches(pattern);
            }
        });
    }

    /** With a home of its own: it notes there what runs. */
    private Program camel(Path folder, String... arguments) throws Exception {
        String classPath = libraries()
                + File.pathSeparator
                + Path.of("target/test-classes").toAbsolutePath();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + around,
                "-Dmaven.repo.local=" + REPOSITORY,
                "-cp",
                classPath,
                CamelCommand.class.getName()));
        command.addAll(List.of(arguments));
        return Program.start(new ProcessBuilder(command).directory(folder.toFile()));
    }

    /** Of Camel's command line, loaded once. */
    private static String libraries() throws Exception {
        Path project = KEPT.resolve("camel-" + COMMAND_LINE);
        Path lib = project.resolve("lib");
        if (!Files.exists(lib)) {
            Files.createDirectories(project);
            Files.writeString(
                    project.resolve("pom.xml"),
                    """
                    <project><modelVersion>4.0.0</modelVersion>
                    <groupId>x</groupId><artifactId>x</artifactId><version>1</version>
                    <dependencies><dependency>
                    <groupId>org.apache.camel</groupId><artifactId>camel-jbang-core</artifactId><version>%s</version>
                    </dependency></dependencies></project>
                    """
                            .formatted(COMMAND_LINE));
            String said = new Maven(REPOSITORY).run(project, "dependency:copy-dependencies", "-DoutputDirectory=lib");
            if (!said.contains("BUILD SUCCESS")) {
                Missing.skip("camel run", "camel-jbang-core " + COMMAND_LINE + " (Maven Central)");
            }
        }
        return lib + File.separator + "*";
    }
}
