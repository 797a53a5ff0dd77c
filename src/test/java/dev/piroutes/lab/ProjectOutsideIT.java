package dev.piroutes.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.Maven;
import dev.piroutes.kit.Missing;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A project of docs/projects, copied to where nothing of this build is: of Pi Routes it has artifacts only. */
@Tag("full")
class ProjectOutsideIT {

    private static final Maven MAVEN =
            new Maven(Path.of("target/project-outside").toAbsolutePath());

    @TempDir
    Path around;

    @BeforeEach
    void install() throws Exception {
        if (!Maven.isThere(around)) {
            Missing.skip("projects of docs/projects outside of this build", "a Maven that can be loaded: ./mvnw -v");
        }
        install(Path.of("pom.xml"), Path.of("pom.xml"));
        for (String module : List.of("common", "camel-gpio", "camel-mqtt-device")) {
            Path folder = Path.of("modules", module);
            install(jar(folder.resolve("target")), folder.resolve("pom.xml"));
        }
    }

    private static Path jar(Path target) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            var jars = FileSystems.getDefault().getPathMatcher("glob:**/*.jar");
            return files.filter(jars::matches)
                    .filter(file -> !file.toString().endsWith("-tests.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void install(Path file, Path pom) throws Exception {
        assertThat(MAVEN.run(
                        around,
                        "-o",
                        "install:install-file",
                        "-Dfile=" + file.toAbsolutePath(),
                        "-DpomFile=" + pom.toAbsolutePath()))
                .contains("BUILD SUCCESS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"camel-gpio", "camel-mqtt-device"})
    void runsFromArtifactsOnly(String name) throws Exception {
        Path project = around.resolve(name);
        copy(Path.of("docs/projects", name), project);

        String said = MAVEN.run(project, "-o", "verify");

        assertThat(said).contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0", "BUILD SUCCESS");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path file : all.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(from.resolve("target")))
                    .toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }
}
