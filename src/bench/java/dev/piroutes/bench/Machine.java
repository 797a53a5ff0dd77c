package dev.piroutes.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the figures were taken on, in one line each. */
final class Machine {
    private Machine() {}

    /** Processor, memory and kernel. */
    static String describe() {
        return Runtime.getRuntime().availableProcessors() + " cores of " + field("/proc/cpuinfo", "model name") + ", "
                + field("/proc/meminfo", "MemTotal") + " of memory, Linux " + System.getProperty("os.version");
    }

    /** What is compared, each with its version, if it is here. */
    static String versions(List<PiRoutes> variants) {
        String javas = String.join(
                ", ", variants.stream().map(PiRoutes::javaVersion).distinct().toList());
        return "Pi Routes on Java " + javas + "; " + first("mosquitto version", "mosquitto", "-h") + "; Node "
                + first("v", "node", "--version")
                + "; Node-RED as in src/bench/node-red; the bench and the floor on Java "
                + System.getProperty("java.version");
    }

    private static String field(String file, String name) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.replaceFirst(".*?:\\s*", ""))
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String first(String start, String... command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return output.lines()
                    .filter(line -> line.startsWith(start))
                    .findFirst()
                    .orElse("no " + command[0]);
        } catch (IOException e) {
            return "no " + command[0];
        }
    }
}
