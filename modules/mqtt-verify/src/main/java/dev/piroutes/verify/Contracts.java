package dev.piroutes.verify;

import dev.piroutes.source.RouteSource;
import dev.piroutes.source.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where contracts come from: those of the lab in the jar, and files. */
public final class Contracts {

    /** In {@code src/main/resources/contracts}. */
    private static final List<String> SHIPPED = List.of("device-a", "device-b");

    private Contracts() {}

    /**
     * @param name one that ships, or a file
     * @param roots one for each device; empty: the one that the contract names
     * @return the contract at each root
     * @throws IOException in one line, if there is no such contract
     * @throws ContractException with all that is wrong in it
     */
    public static List<Contract> load(String name, List<String> roots) throws IOException, ContractException {
        RouteSource source = source(name);
        if (roots.isEmpty()) {
            return List.of(ContractReader.read(source, null));
        }
        List<Contract> contracts = new ArrayList<>();
        for (String root : roots) {
            contracts.add(ContractReader.read(source, root));
        }
        return contracts;
    }

    private static RouteSource source(String name) throws IOException {
        Path file = Path.of(name);
        if (Files.isRegularFile(file)) {
            return new RouteSource(name, Files.readString(file, StandardCharsets.UTF_8));
        }
        String text = SHIPPED.contains(name) ? shipped(name) : null;
        if (text == null) {
            throw new IOException("there is no contract \"" + name + "\"" + Suggestion.didYouMean(name, SHIPPED)
                    + " (there are " + String.join(", ", SHIPPED) + ", and files of your own)");
        }
        return new RouteSource(name + ".yaml", text);
    }

    private static @Nullable String shipped(String name) throws IOException {
        try (InputStream in = Contracts.class.getResourceAsStream("/contracts/" + name + ".yaml")) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
