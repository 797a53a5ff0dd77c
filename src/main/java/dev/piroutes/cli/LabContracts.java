package dev.piroutes.cli;

import dev.piroutes.source.RouteSource;
import dev.piroutes.source.Suggestion;
import dev.piroutes.verify.Contract;
import dev.piroutes.verify.ContractException;
import dev.piroutes.verify.Contracts;
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
     * @param roots one for each device; empty: the one that the contract names
     * @throws IOException in one line, if there is no such contract
     */
    static List<Contract> load(String name, List<String> roots) throws IOException, ContractException {
        Path file = Path.of(name);
        if (Files.isRegularFile(file)) {
            return Contracts.load(file, roots);
        }
        if (!SHIPPED.contains(name)) {
            throw new IOException("there is no contract \"" + name + "\"" + Suggestion.didYouMean(name, SHIPPED)
                    + " (there are " + String.join(", ", SHIPPED) + ", and files of your own)");
        }
        return Contracts.of(new RouteSource(name + ".yaml", shipped(name)), roots);
    }

    private static String shipped(String name) throws IOException {
        try (InputStream in = LabContracts.class.getResourceAsStream("/contracts/" + name + ".yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
