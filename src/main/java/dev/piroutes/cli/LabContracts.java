package dev.piroutes.cli;

import dev.piroutes.source.RouteSource;
import dev.piroutes.source.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The contracts that {@code verify} is given: those of the lab, in {@code src/main/resources/contracts}, and files. */
final class LabContracts {

    private static final List<String> SHIPPED = List.of("device-a", "device-b");

    private LabContracts() {}

    /**
     * @param name one that ships, or a file
     * @throws IOException in one line, if there is no such contract
     */
    static RouteSource source(String name) throws IOException {
        Path file = Path.of(name);
        if (Files.isRegularFile(file)) {
            return RouteSource.read(file);
        }
        if (!SHIPPED.contains(name)) {
            throw new IOException("there is no contract \"" + name + "\"" + Suggestion.didYouMean(name, SHIPPED)
                    + " (there are " + String.join(", ", SHIPPED) + ", and files of your own)");
        }
        return new RouteSource(name + ".yaml", shipped(name));
    }

    private static String shipped(String name) throws IOException {
        try (InputStream in = LabContracts.class.getResourceAsStream("/contracts/" + name + ".yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
