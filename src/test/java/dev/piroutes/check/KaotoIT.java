package dev.piroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.Missing;
import dev.piroutes.kit.NodeProject;
import dev.piroutes.source.RouteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What ships, opened and saved by Kaoto: its own parser and writer, without what draws. */
@Tag("full")
class KaotoIT {

    private static final int LIMIT_SECONDS = 120;
    private static final Path SOURCES = Path.of("src/test/kaoto").toAbsolutePath();
    private static final Path INSTALLED = Path.of("target/kaoto").toAbsolutePath();
    private static final Path SAVED = INSTALLED.resolve("saved");

    static List<Path> shipped() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/resources"))) {
            return files.filter(path -> path.toString().matches(".*\\.(camel|kamelet)\\.yaml"))
                    .sorted()
                    .toList();
        }
    }

    static List<Path> routes() throws IOException {
        return shipped().stream()
                .filter(path -> path.toString().endsWith(".camel.yaml"))
                .toList();
    }

    @BeforeAll
    static void throughKaoto() throws Exception {
        new NodeProject("Kaoto", SOURCES, INSTALLED)
                .missing()
                .ifPresent(needed -> Missing.skip("what Kaoto makes of the routes, examples and Kamelets", needed));
        Files.createDirectories(SAVED);
        List<String> command = new ArrayList<>(List.of("node", "through.mjs", SAVED.toString()));
        shipped().forEach(file -> command.add(file.toAbsolutePath().toString()));
        Path said = INSTALLED.resolve("said.txt");
        Process kaoto = new ProcessBuilder(command)
                .directory(INSTALLED.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(kaoto.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            kaoto.destroyForcibly();
        }
        assertThat(kaoto.exitValue()).as(Files.readString(said)).isZero();
    }

    private static Path saved(Path file) {
        return SAVED.resolve(file.getFileName());
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void keepsAllButComments(Path file) throws IOException {
        assertThat(data(saved(file))).isEqualTo(data(file));
    }

    private static Object data(Path file) throws IOException {
        return new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    }

    /** The Kamelets, too, are those that Kaoto has saved. */
    @ParameterizedTest
    @MethodSource("routes")
    void checkSaysOfItWhatItSaidBefore(Path file) throws IOException {
        assertThat(said(saved(file), "file:" + SAVED)).isEqualTo(said(file, "classpath:kamelets"));
    }

    private static List<String> said(Path file, String kamelets) throws IOException {
        Map<String, String> properties = Map.of("lab.root", "csc2106", "camel.component.kamelet.location", kamelets);
        return new Checker(properties)
                .check(List.of(new RouteSource(String.valueOf(file.getFileName()), Files.readString(file)))).stream()
                        .map(finding -> finding.severity() + " " + finding.message())
                        .sorted()
                        .toList();
    }
}
