package dev.piroutes.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.Program;
import dev.piroutes.kit.Watcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Started where there is no UTF-8 locale, as by cron or {@code env -i}. */
class LocaleIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path JAR = Path.of("target/pi-routes.jar").toAbsolutePath();
    private static final Path LAUNCHER = Path.of("target/bin/pi-routes").toAbsolutePath();

    @TempDir
    Path folder;

    private Path routes;

    @BeforeEach
    void routes() throws IOException {
        routes = Files.createDirectory(folder.resolve("routes"));
        Files.writeString(
                routes.resolve("kitchen.camel.yaml"),
                """
                - beans:
                    - name: kitchen
                      type: dev.piroutes.mqtt.MqttDevice
                      properties:
                        clientId: kitchen
                - route:
                    id: kitchen
                    description: Says what is cooked.
                    from:
                      uri: timer:kitchen?period=500
                      steps:
                        - setBody:
                            constant: "Rösti €"
                        - log: "Küche ${body}"
                        - to: paho:Küche/Herd?client=#kitchen
                """);
    }

    /** By a shell: if this test has no such locale either, Java has no such name for it. */
    private void nameWithAnUmlaut() throws Exception {
        Process move = new ProcessBuilder("sh", "-c", "mv kitchen.camel.yaml \"$(printf 'k\\303\\274che.camel.yaml')\"")
                .directory(routes.toFile())
                .start();
        assertThat(move.waitFor()).isZero();
    }

    @Tag("full")
    @Test
    void theJarReadsAndWritesUtf8() throws Exception {
        try (Program program = start("java", "-jar", JAR.toString())) {
            publishes(program);
        }
        assertThat(output("java", "-jar", JAR.toString(), "check", "routes")).contains("subscribes Küche/Herd");
        assertThat(output("java", "-jar", JAR.toString(), "graph", "routes")).contains("Küche/Herd");
    }

    @Test
    void theJarSaysWhichNameItCannotRead() throws Exception {
        nameWithAnUmlaut();

        assertThat(output("java", "-jar", JAR.toString(), "check", "routes"))
                .contains("the name is not all ASCII, and this process has no UTF-8 locale: set LC_ALL=C.UTF-8");
    }

    @Tag("full")
    @Test
    void theLauncherHasALocaleForTheNamesOfFilesToo() throws Exception {
        nameWithAnUmlaut();
        try (Program program = start(LAUNCHER.toString())) {
            publishes(program);
        }
        assertThat(output(LAUNCHER.toString(), "check", "routes"))
                .contains("routes/küche.camel.yaml:", "subscribes Küche/Herd");
    }

    private static void publishes(Program program) throws Exception {
        int port = program.awaitReady();
        try (Watcher watcher = new Watcher(port, "Küche/#")) {
            watcher.awaitSeen("Küche/Herd", "Rösti €");
        }
        program.awaitOutput("Küche Rösti €");
    }

    private Program start(String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(
                "--routes.dir=routes",
                "--broker.port=0",
                "--page.port=0",
                "--management.port=0",
                "--routes.watch=false"));
        return Program.start(bare(all));
    }

    private String output(String... command) throws Exception {
        try (Program program = Program.start(bare(List.of(command)))) {
            program.awaitEnd(LIMIT);
            return program.output();
        }
    }

    private ProcessBuilder bare(List<String> command) {
        List<String> all = new ArrayList<>(command);
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        all.replaceAll(word -> word.equals("java") ? java : word);
        ProcessBuilder builder = new ProcessBuilder(all).directory(folder.toFile());
        String path = System.getenv("PATH");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PI_ROUTES_PREPARE", "no");
        return builder;
    }
}
