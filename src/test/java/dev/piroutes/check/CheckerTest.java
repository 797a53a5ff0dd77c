package dev.piroutes.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.source.RouteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CheckerTest {

    private static final Map<String, String> PROPERTIES = Map.of("lab.root", "csc2106", "page.port", "8080");

    @Test
    void findsNothingInWhatShips() throws IOException {
        assertThat(new Checker(PROPERTIES).check(sources(Path.of("src/main/resources/routes"))))
                .isEmpty();
    }

    private static List<RouteSource> sources(Path folder) throws IOException {
        List<RouteSource> sources = new ArrayList<>();
        try (Stream<Path> paths = Files.list(folder)) {
            for (Path path : paths.sorted().toList()) {
                sources.add(new RouteSource(path.getFileName().toString(), Files.readString(path)));
            }
        }
        return sources;
    }
}
