package dev.piroutes.board;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What of a Raspberry Pi can be seen on this machine without touching a pin.
 *
 * @param arch {@code os.arch} of the JVM
 * @param dev the folder of device files
 * @param model the file in which the firmware names the board
 */
record Hardware(String arch, Path dev, Path model) {

    static Hardware here() {
        return new Hardware(System.getProperty("os.arch"), Path.of("/dev"), Path.of("/proc/device-tree/model"));
    }

    /** Why this machine is not a Raspberry Pi; empty if it looks like one. */
    Optional<String> whyNotPi() {
        if (!arch.equals("aarch64") && !arch.equals("arm")) {
            return Optional.of("this machine is " + arch + ", not arm");
        }
        if (chips().isEmpty()) {
            return Optional.of("no GPIO chip here: no " + dev + "/gpiochip*");
        }
        String name = modelName();
        return name.contains("Raspberry Pi") ? Optional.empty() : Optional.of("this board is '" + name + "'");
    }

    /**
     * Checks that the GPIO chips may be opened. All of them, because Pi4J looks through all.
     *
     * @throws BoardException naming the first that may not
     */
    void checkAccess() {
        for (Path chip : chips()) {
            if (!Files.isReadable(chip) || !Files.isWritable(chip)) {
                throw new BoardException("no permission to use " + chip + ": run 'sudo usermod -aG gpio "
                        + System.getProperty("user.name") + "' and log in again");
            }
        }
    }

    /** The name that the firmware gives the board, or "unknown". */
    String modelName() {
        try {
            return new String(Files.readAllBytes(model), StandardCharsets.UTF_8)
                    .replace("\0", "")
                    .strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    private List<Path> chips() {
        try (Stream<Path> files = Files.list(dev)) {
            return files.filter(file -> file.getFileName().toString().startsWith("gpiochip"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
