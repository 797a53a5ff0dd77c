package dev.piroutes.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What can be known of a machine, Linux or not: its files below a root, and what its commands say. */
public class Machine {

    private static final long PATIENCE_SECONDS = 5;

    private final Path root;

    Machine(Path root) {
        this.root = root;
    }

    /** This one. */
    public static Machine here() {
        return new Machine(Path.of("/"));
    }

    Path path(String absolute) {
        return root.resolve(absolute.substring(1));
    }

    /** The text of a file, without zero bytes at its end; empty if there is none, or none that this user may read. */
    Optional<String> read(String absolute) {
        try {
            return Optional.of(Files.readString(path(absolute), StandardCharsets.ISO_8859_1)
                    .replaceAll("\0+$", "")
                    .trim());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The files of a folder whose name matches, in order. */
    List<Path> list(String folder, String name) {
        try (Stream<Path> files = Files.list(path(folder))) {
            return files.filter(file -> file.getFileName().toString().matches(name))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** What a command says, or empty if there is no such command, or it does not end. */
    Optional<String> run(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return Optional.of(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim());
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
