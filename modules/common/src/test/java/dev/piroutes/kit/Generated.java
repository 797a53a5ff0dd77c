package dev.piroutes.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the build of a component generates into {@code src/generated}, having copied aside what was there. */
public final class Generated {
    private Generated() {}

    /** That the metadata which is committed is what the sources say. */
    public static void assertCommitted() throws IOException {
        Map<String, String> committed = files(Path.of("target/generated-as-committed"));
        Map<String, String> generated = files(Path.of("src/generated"));

        assertThat(generated)
                .as("src/generated was stale; the build has renewed it: run the build again and commit it")
                .isNotEmpty()
                .isEqualTo(committed);
    }

    private static Map<String, String> files(Path root) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(root)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }
}
