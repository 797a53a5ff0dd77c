package dev.piroutes.cli;

import dev.piroutes.broker.access.Role;
import dev.piroutes.secure.ClientUse;
import dev.piroutes.secure.SecureFolder;
import dev.piroutes.secure.Wishes;
import dev.piroutes.source.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A folder as the command secure makes it, for the lamp of a {@link Scene}. Keys are made once: it takes seconds. */
final class SecureScene {

    private static Path made;

    private SecureScene() {}

    static synchronized Path copy(Path folder) throws IOException {
        if (made == null) {
            Path fresh = Files.createTempDirectory("secure-scene").resolve("secure");
            new SecureFolder(fresh, Clock.systemUTC(), Instant.EPOCH)
                    .update(new Wishes(
                            List.of(lamp()), List.of(), List.of(), List.of("localhost", "127.0.0.1"), List.of()));
            made = fresh;
        }
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(made)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        return folder;
    }

    private static ClientUse lamp() {
        return new ClientUse(
                "Lamp",
                Role.DEVICES,
                new Place("test", 1, 1),
                new TreeSet<>(),
                new TreeSet<>(List.of("lab/lamp/cmd")),
                new TreeSet<>());
    }
}
