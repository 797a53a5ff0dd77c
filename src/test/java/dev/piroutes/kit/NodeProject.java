package dev.piroutes.kit;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program for Node.js with libraries of npm, pinned by its package-lock.json, and installed where the build may write.
 *
 * @param title for people
 * @param sources a folder with package.json, package-lock.json, .npmrc if needed, and the program
 * @param installed where it is run
 */
public record NodeProject(String title, Path sources, Path installed) {

    private static final Duration INSTALL = Duration.ofMinutes(10);

    /** Installs it, unless it is, or another process does; what this machine lacks for it, in one line. */
    public Optional<String> missing() {
        Path lock = installed.resolveSibling(installed.getFileName() + ".lock");
        try {
            Files.createDirectories(installed);
            try (FileChannel file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock ours = file.lock()) {
                return ours.isValid() ? install() : Optional.of(lock + " cannot be locked");
            }
        } catch (IOException e) {
            return Optional.of(title + " cannot be installed: " + e);
        }
    }

    private Optional<String> install() {
        boolean done;
        try {
            // npm writes the first one at the very end.
            done = Files.exists(installed.resolve("node_modules/.package-lock.json"))
                    && Files.mismatch(sources.resolve("package-lock.json"), installed.resolve("package-lock.json")) < 0;
            copy();
        } catch (IOException e) {
            return Optional.of(title + " cannot be installed: " + e);
        }
        Optional<String> node = runs("Node.js (Debian: apt-get install nodejs npm)", "node", "--version");
        if (done || node.isPresent()) {
            return node;
        }
        return runs(
                title + ": npm could not install it into " + installed,
                "npm",
                "ci",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund");
    }

    private void copy() throws IOException {
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, installed.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Optional<String> runs(String what, String... command) {
        return Missing.unlessRuns(what, INSTALL, installed, command);
    }
}
