package dev.piroutes.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.piroutes.kit.Maven;
import dev.piroutes.kit.Program;
import dev.piroutes.kit.Watcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of one's own, from {@code init} to its tests, along its README. */
class InitIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Path JAR = Path.of("target/pi-routes.jar").toAbsolutePath();
    private static final Path LAUNCHER = Path.of("target/bin/pi-routes").toAbsolutePath();

    @TempDir
    Path around;

    @Test
    void makesAFolderThatRuns() throws Exception {
        Path bench = init();

        assertThat(bench.resolve("routes")).isDirectoryContaining("glob:**/led.camel.yaml");
        assertThat(bench.resolve("mvnw")).isExecutable().hasSameTextualContentAs(Path.of("mvnw"));
        assertThat(bench.resolve("mvnw.cmd")).hasSameBinaryContentAs(Path.of("mvnw.cmd"));
        assertThat(bench.resolve(".mvn/wrapper/maven-wrapper.properties"))
                .hasSameTextualContentAs(Path.of(".mvn/wrapper/maven-wrapper.properties"));
        assertThat(bench.resolve("routes")).isDirectoryNotContaining("glob:**/bench-page.camel.yaml");
        Files.writeString(
                bench.resolve("routes/led.camel.yaml"),
                Files.readString(bench.resolve("routes/led.camel.yaml")).replace("led/ack", "led/done"));
        try (Program lab = Program.start(bench, "--broker.port=0", "--gpio-timer.period=300ms")) {
            try (Watcher watcher = new Watcher(lab.awaitReady(), "csc2106/#")) {
                watcher.awaitSeen("csc2106/led/done", "ON");
            }
            assertThat(lab.output()).doesNotContain("WARN", "ERROR", "Exception");
        }
    }

    @Tag("full")
    @Test
    void leavesAFolderWithSomethingInItAlone() throws Exception {
        Path bench = init();
        Path led = bench.resolve("routes/led.camel.yaml");
        Files.writeString(led, "# mine\n");

        try (Program again = Program.start(around, "init", "bench")) {
            assertThat(again.awaitEnd(LIMIT)).isEqualTo(2);
            assertThat(again.output())
                    .isEqualTo("pi-routes: init: bench is not empty, it has .gitignore; name a new folder\n");
        }
        assertThat(led).hasContent("# mine\n");
    }

    /** With a local repository of its own in front of the one of this build. */
    @Tag("full")
    @Test
    void itsTestsRunAlongTheReadme() throws Exception {
        assumeThat(Maven.isThere(around))
                .as("the Maven wrapper does not run here, so that no test of a new folder was tried")
                .isTrue();
        Maven maven = new Maven(around.resolve("repository"));
        Path bench = maven.bench(around, JAR);

        assertThat(maven.run(bench, "test"))
                .contains("Tests run: 2, Failures: 0, Errors: 0, Skipped: 0")
                .contains("Route coverage: 7 of 7 steps run");

        // What the README has a reader change, and how it has them prove it.
        String readme = Files.readString(bench.resolve("README.md"));
        Path led = bench.resolve("routes/led.camel.yaml");
        Files.writeString(
                led,
                Files.readString(led)
                        .replaceFirst(
                                "(?m)^( +)initialState: \"OFF\"$",
                                "$0\n$1" + block(readme, "yaml").strip()));
        Path test = bench.resolve("src/test/java/LedTest.java");
        Files.writeString(
                test,
                "import java.time.Duration;\n"
                        + Files.readString(test)
                                .replaceFirst("}\\s*$", Matcher.quoteReplacement(block(readme, "java")) + "}\n"));

        assertThat(maven.run(bench, "test")).contains("Tests run: 3, Failures: 0, Errors: 0, Skipped: 0");

        Files.writeString(led, Files.readString(led).replace("maxOnTime: 3s", "maxOnTime: 4s"));

        assertThat(maven.run(bench, "test"))
                .contains("goesOffByItself")
                .contains("expected gpio:20 to be OFF, but it is ON");
    }

    private Path init() throws Exception {
        try (Program init = Program.start(around, "init", "bench")) {
            assertThat(init.awaitEnd(LIMIT)).as(init.output()).isZero();
            assertThat(init.output())
                    .contains("routes/led.camel.yaml", "cd bench && " + LAUNCHER, "-Dfile=" + JAR, "./mvnw test");
        }
        return around.resolve("bench");
    }

    private static String block(String text, String language) {
        Matcher matcher =
                Pattern.compile("(?s) *```" + language + "\n(.*?) *```").matcher(text);
        assertThat(matcher.find()).as("a block of %s", language).isTrue();
        return matcher.group(1);
    }
}
