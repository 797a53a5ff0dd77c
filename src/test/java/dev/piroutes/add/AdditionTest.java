package dev.piroutes.add;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.piroutes.ext.ExtJars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdditionTest {

    private static final Runnable NOBODY = () -> {
        throw new AssertionError("nobody else is at it");
    };

    @TempDir
    Path folder;

    private Path ext;
    private Path box;

    @BeforeEach
    void folders() throws IOException {
        ext = folder.resolve("ext");
        box = Files.createDirectories(folder.resolve("lib"));
        Files.createDirectories(folder.resolve("m2"));
        Files.createFile(box.resolve("camel-support-4.17.0.jar"));
        Files.createFile(box.resolve("netty-transport-native-epoll-4.1.135.Final-linux-x86_64.jar"));
    }

    private Resolved found(String artifact, String version) throws IOException {
        Path file = folder.resolve("m2").resolve(artifact + "-" + version + ".jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
            jar.putNextEntry(new JarEntry("any"));
        }
        return new Resolved("org.example", artifact, version, file);
    }

    @Test
    void takesWhatTheBoxHasNotInWhateverVersion() throws IOException {
        Addition addition = Addition.of(
                List.of(
                        found("camel-kafka", "4.17.0"),
                        found("camel-support", "4.16.0"),
                        found("netty-transport-native-epoll", "4.1.0.Final"),
                        found("kafka-clients", "4.1.0")),
                box);

        addition.into(ext, NOBODY);

        assertThat(addition.jars()).containsExactly("camel-kafka 4.17.0", "kafka-clients 4.1.0");
        assertThat(ExtJars.in(ext).jars())
                .containsExactly(
                        ext.resolve("camel-kafka-4.17.0/camel-kafka-4.17.0.jar"),
                        ext.resolve("camel-kafka-4.17.0/kafka-clients-4.1.0.jar"));
    }

    @Test
    void anotherVersionGoesAndNothingElse() throws IOException {
        Addition.of(List.of(found("camel-kafka", "4.16.0")), box).into(ext, NOBODY);
        Addition.of(List.of(found("camel-kafka-x", "1.0")), box).into(ext, NOBODY);

        Addition.of(List.of(found("camel-kafka", "4.17.0")), box).into(ext, NOBODY);

        assertThat(ext).isDirectoryContaining("glob:**/camel-kafka-4.17.0");
        try (var left = Files.list(ext)) {
            assertThat(left)
                    .containsExactlyInAnyOrder(
                            ext.resolve("camel-kafka-4.17.0"), ext.resolve("camel-kafka-x-1.0"), ext.resolve(".lock"));
        }
    }

    @Test
    void endedHalfWayItLeavesNothingThatIsUsedAndTheNextCleansUp() throws IOException {
        Resolved gone = new Resolved("org.example", "kafka-clients", "4.1.0", folder.resolve("m2/gone.jar"));
        Resolved kafka = found("camel-kafka", "4.17.0");
        Addition half = Addition.of(List.of(kafka, gone), box);

        assertThatThrownBy(() -> half.into(ext, NOBODY)).isInstanceOf(NoSuchFileException.class);

        assertThat(ExtJars.in(ext).jars()).isEmpty();
        Addition.of(List.of(kafka), box).into(ext, NOBODY);
        assertThat(ext.toFile().list()).containsExactlyInAnyOrder("camel-kafka-4.17.0", ".lock");
    }

    @Test
    void whatAnotherProcessHasPutThereIsLeftAlone() throws IOException {
        Resolved kafka = found("camel-kafka", "4.17.0");
        Addition first = Addition.of(List.of(kafka, found("kafka-clients", "4.1.0")), box);
        Addition second = Addition.of(List.of(kafka), box);

        assertThat(first.into(ext, NOBODY)).isTrue();
        assertThat(second.into(ext, NOBODY)).isFalse();

        assertThat(ExtJars.in(ext).jars()).hasSize(2);
    }
}
