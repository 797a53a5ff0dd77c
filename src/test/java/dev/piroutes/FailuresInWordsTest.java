package dev.piroutes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a person reads of a failure comes from {@code Reason.of}: an exception may have no message, one of several lines, or the name
 * of a file alone.
 */
class FailuresInWordsTest {

    private static final Pattern RAW = Pattern.compile("\\b(e|why|cause|error|thrown)\\.(getMessage|toString)\\(\\)"
            + "|String\\.valueOf\\((e|cause|thrown)\\)|\" \\+ (e|cause|thrown)[,;)]");

    /** Reason itself; those that look for words in a message; those whose exceptions are their own, and have their words. */
    private static final Set<String> ALLOWED = Set.of(
            "Reason",
            "ListenFailure",
            "Blame",
            "Explain",
            "Witness",
            "YamlReader",
            "Main",
            "ContractReader",
            "DaytimeEndpoint");

    @Test
    void nobodyTakesAMessageAsItIs() throws IOException {
        List<String> raw = new ArrayList<>();
        int files = 0;
        for (Path sources : sources()) {
            try (Stream<Path> all = Files.walk(sources)) {
                for (Path file : all.filter(f -> f.toString().endsWith(".java")).toList()) {
                    files++;
                    String name = file.getFileName().toString().replace(".java", "");
                    if (!ALLOWED.contains(name)) {
                        // For developers, with --verbose.
                        Files.readAllLines(file).stream()
                                .filter(line -> RAW.matcher(line).find() && !line.contains("LOG.debug("))
                                .forEach(line -> raw.add(file + ": " + line.strip()));
                    }
                }
            }
        }
        assertThat(files).as("read something").isGreaterThan(300);
        assertThat(raw).as("use Reason.of").isEmpty();
    }

    /** Not what measures, and what has no module to take it from. */
    private static List<Path> sources() throws IOException {
        try (Stream<Path> modules = Files.list(Path.of("modules"))) {
            return Stream.concat(
                            Stream.of(Path.of("src/main/java")),
                            modules.filter(module -> !Set.of("benchmarks", "camel-clock")
                                            .contains(module.getFileName().toString()))
                                    .map(module -> module.resolve("src/main/java"))
                                    .filter(Files::isDirectory))
                    .toList();
        }
    }
}
