package dev.piroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Node-RED with the lab as a flow. The bench installs it from npm into {@code target/bench/node-red}, at the versions of
 * {@code modules/benchmarks/node-red/package-lock.json}.
 */
final class NodeRed {
    private static final long INSTALL_MINUTES = 5;

    private final Path sources;
    private final Path installed;

    NodeRed(Path project) {
        this.sources = project.resolve("modules/benchmarks/node-red");
        this.installed = project.resolve("target/bench/node-red");
    }

    /** Installs it, if that has not been done. */
    Optional<String> missing() {
        try {
            Path lock = sources.resolve("package-lock.json");
            Path done = installed.resolve("installed-lock.json");
            if (Files.exists(done) && Files.mismatch(lock, done) < 0) {
                return Optional.empty();
            }
            Files.createDirectories(installed);
            for (String file : List.of("package.json", "package-lock.json")) {
                Files.copy(sources.resolve(file), installed.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
            Path log = installed.resolve("npm.log");
            Process npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
                    .directory(installed.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES)) {
                npm.destroyForcibly();
                return Optional.of("npm ci did not end within " + INSTALL_MINUTES + " minutes, see " + log);
            }
            if (npm.exitValue() != 0) {
                return Optional.of("npm ci failed, see " + log);
            }
            Files.copy(lock, done, StandardCopyOption.REPLACE_EXISTING);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("Node-RED cannot be installed (Debian: apt-get install nodejs npm): " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    /** Which one is pinned. */
    static String version(Path project) {
        try {
            return Files.readString(project.resolve("modules/benchmarks/node-red/package.json"))
                    .replaceAll("(?s).*\"node-red\": \"([^\"]+)\".*", "$1");
        } catch (IOException e) {
            throw new BenchException("cannot read what Node-RED is pinned: " + e.getMessage(), e);
        }
    }

    /** @param settings a file of {@code modules/benchmarks/node-red}: how Node-RED is set */
    Program program(Place place, String settings) throws IOException {
        Path folder = Files.createDirectories(place.folder().resolve("node-red"));
        Files.copy(sources.resolve(settings), folder.resolve("settings.js"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(sources.resolve("flows.json"), folder.resolve("flows.json"), StandardCopyOption.REPLACE_EXISTING);
        return new Program(
                "node-red",
                List.of(
                        "node",
                        installed.resolve("node_modules/node-red/red.js").toString(),
                        "--userDir",
                        folder.toString()),
                Map.of(
                        "PORT", Integer.toString(place.pagePort()),
                        "MQTT_PORT", Integer.toString(place.port()),
                        "NODE_RED", installed.resolve("node_modules/node-red").toString()));
    }
}
