package dev.piroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The least that the lab's devices can be: {@code modules/benchmarks/c/floor.c}, compiled when it is wanted. */
final class Floor {
    private final Path source;
    private final Path binary;

    Floor(Path project) {
        source = project.resolve("modules/benchmarks/c/floor.c");
        binary = project.resolve("modules/benchmarks/target/floor");
    }

    /** Compiles it, unless that has been done since the source was changed. */
    Optional<String> missing() {
        try {
            if (Files.exists(binary)
                    && Files.getLastModifiedTime(binary).compareTo(Files.getLastModifiedTime(source)) > 0) {
                return Optional.empty();
            }
            if (Stream.of(System.getenv("PATH").split(":"))
                    .noneMatch(folder -> Files.isExecutable(Path.of(folder, "cc")))) {
                return Optional.of("there is no cc; Debian: apt-get install gcc");
            }
            Process compiler = new ProcessBuilder("cc", "-O2", "-o", binary.toString(), source.toString())
                    .inheritIO()
                    .start();
            return compiler.waitFor() == 0 ? Optional.empty() : Optional.of("cc does not compile " + source);
        } catch (IOException e) {
            return Optional.of("it does not compile: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    Program program(Place place) {
        return new Program("floor", binary.toString(), Integer.toString(place.port()));
    }
}
