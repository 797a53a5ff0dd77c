package dev.piroutes.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.Damage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher {@code bin/pi-routes}, in a folder as the packages have it, and what {@code prepare} does for it. */
@Timeout(240)
class PrepareIT {

    @TempDir
    Path home;

    private Path cache;

    @BeforeEach
    void unpack() throws IOException {
        cache = home.resolve("cache");
        Path project = Path.of("").toAbsolutePath();
        Files.createDirectory(home.resolve("bin"));
        Files.copy(project.resolve("src/main/dist/bin/pi-routes"), home.resolve("bin/pi-routes"));
        Files.copy(project.resolve("src/main/dist/jvm.options"), home.resolve("jvm.options"));
        Files.copy(project.resolve("target/pi-routes.jar"), home.resolve("pi-routes.jar"));
        Files.createSymbolicLink(home.resolve("lib"), project.resolve("target/lib"));
    }

    @Test
    void withoutArchivesItRunsAsWell() throws Exception {
        Ended ended = run("", "--version");

        assertThat(ended.said()).startsWith("Pi Routes ");
        assertThat(ended.code()).isZero();
    }

    @Tag("full")
    @Test
    void anArchiveForTheBenchAndOneForDevicesAloneAreMadeAndTaken() throws Exception {
        // By the jar's name alone, and not by the launcher, which says where it is.
        Ended prepared = run(
                "",
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@jvm.options",
                        "-jar",
                        "pi-routes.jar",
                        "prepare",
                        "--dir=" + cache));

        assertThat(prepared.said()).contains("prepared " + cache + "/bench.", "prepared " + cache + "/devices.");
        assertThat(prepared.code()).isZero();
        try (Stream<Path> files = Files.list(cache)) {
            assertThat(files).as("the two, their sizes, and the lock").hasSize(5);
        }
        // Java refuses to start with an archive that it cannot take.
        String must = Runtime.version().feature() < 24 ? "-Xshare:on" : "-XX:AOTMode=on";
        for (String[] command : new String[][] {{"run", "--help"}, {"run", "--mqtt.url=tcp://127.0.0.1:1", "--help"}}) {
            Ended ended = run(must, command);
            assertThat(ended.code()).as(ended.said()).isZero();
        }

        Ended again = run("", "prepare", "--if-needed");
        assertThat(again.said()).isEqualTo("the archives in " + cache + " fit\n");
        assertThat(again.code()).isEqualTo(3);

        // A damaged one: the same. Without a check some crash Java.
        Path bench;
        try (Stream<Path> files = Files.list(cache)) {
            bench = files.filter(file -> file.getFileName().toString().matches("bench\\.(jsa|aot)"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] good = Files.readAllBytes(bench);
        for (Damage damage : Damage.values()) {
            Files.deleteIfExists(bench);
            Files.write(bench, good);
            damage.to(bench);
            Ended ended = run("", "--version");
            assertThat(ended.said()).as(damage.name()).startsWith("Pi Routes ");
            assertThat(ended.code()).as(damage.name()).isZero();
            if (damage == Damage.A_FOLDER) {
                Files.delete(bench.resolve("what"));
            }
        }
        Files.delete(bench);
        Files.write(bench, good);

        // Another jar: not this archive's. Java goes on without it, and without a word.
        Files.setLastModifiedTime(home.resolve("pi-routes.jar"), FileTime.fromMillis(0));
        Ended other = run("", "--version");
        assertThat(other.said().lines()).hasSize(1);
        assertThat(other.code()).isZero();
    }

    @Tag("full")
    @Test
    void aFolderThatCannotBeWrittenIsOneLine() throws Exception {
        Files.writeString(cache, "a file");

        Ended ended = run("", "prepare");

        assertThat(ended.said())
                .contains("--dir " + cache + " cannot be written")
                .hasLineCount(1);
        assertThat(ended.code()).isEqualTo(2);

        Ended unknown = run("", "prepare", "everything");

        assertThat(unknown.said())
                .contains("prepare makes the archives bench and devices")
                .hasLineCount(1);
        assertThat(unknown.code()).isEqualTo(2);
    }

    private record Ended(int code, String said) {}

    private Ended run(String javaOptions, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/pi-routes").toString()));
        command.addAll(List.of(arguments));
        return run(javaOptions, command);
    }

    private Ended run(String javaOptions, List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("JAVA_OPTS", javaOptions);
        builder.environment().put("PI_ROUTES_CACHE", cache.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), said);
    }
}
