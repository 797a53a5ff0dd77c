package dev.piroutes.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtensionsTest {

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @TempDir
    Path folder;

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
    }

    private static Settings settings(Map<String, String> given) {
        return new Settings(given, Map.of(), null, List.of());
    }

    private RouteFiles routes() throws IOException {
        Path file = Files.createDirectories(folder.resolve("bench/routes")).resolve("a.camel.yaml");
        Files.writeString(file, "- route:\n");
        return RouteFiles.in(file.getParent().toString());
    }

    @Test
    void theFolderIsTheSettingsOrBesideTheRoutes() throws IOException {
        assertThat(Extensions.folder(settings(Map.of("ext.dir", "mine")), routes()))
                .isEqualTo(Path.of("mine"));
        assertThat(Extensions.folder(settings(Map.of()), routes())).isEqualTo(folder.resolve("bench/ext"));
        assertThat(Extensions.folder(
                        settings(Map.of()), RouteFiles.of(List.of(folder.resolve("bench/routes/a.camel.yaml")))))
                .isEqualTo(folder.resolve("bench/ext"));
        assertThat(Extensions.folder(settings(Map.of()), RouteFiles.in(null))).isEqualTo(Path.of("ext"));
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> Extensions.folder(settings(Map.of("ext.dir", file.toString())), routes()))
                .isInstanceOf(UsageException.class)
                .hasMessage("ext.dir must be a folder of jars, but " + file + " is none");
    }

    @Test
    void anotherVersionOfCamelIsOneLine() throws IOException {
        Path ext = Files.createDirectories(folder.resolve("ext"));
        for (String artifact : List.of("camel-kafka", "camel-core-model")) {
            try (JarOutputStream jar =
                    new JarOutputStream(Files.newOutputStream(ext.resolve(artifact + "-4.10.0.jar")))) {
                jar.putNextEntry(new JarEntry("META-INF/maven/org.apache.camel/" + artifact + "/pom.properties"));
                jar.write("version=4.10.0\n".getBytes(StandardCharsets.UTF_8));
            }
        }
        List<String> lines = new ArrayList<>();

        Extensions.use(settings(Map.of("ext.dir", ext.toString())), routes(), lines::add);

        assertThat(lines)
                .containsExactly(
                        "camel-core-model-4.10.0.jar, camel-kafka-4.10.0.jar are not of Camel " + Extensions.camel()
                                + ", which runs here, and may fail: pi-routes add NAME takes the right version");
    }

    @Test
    void twoVersionsOfOneArtifactAreOneLineAndPlatformsAreNone() throws IOException {
        Path ext = Files.createDirectories(folder.resolve("ext/camel-x-1.0"));
        for (String name : List.of("words-1.2", "words-1.10", "netty-4.1.Final-linux-x86_64", "netty-4.1.Final")) {
            try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(ext.resolve(name + ".jar")))) {
                jar.putNextEntry(new JarEntry("any"));
            }
        }
        List<String> lines = new ArrayList<>();

        Extensions.use(settings(Map.of("ext.dir", ext.getParent().toString())), routes(), lines::add);

        assertThat(lines)
                .containsExactly(ext.resolve("words-1.10.jar") + " is used, and not " + ext.resolve("words-1.2.jar")
                        + ": delete what is not wanted");
    }
}
