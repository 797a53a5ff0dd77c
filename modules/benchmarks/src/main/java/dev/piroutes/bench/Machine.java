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
        double memory = Double.parseDouble(field("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) * 1024 / 1e9;
        return Runtime.getRuntime().availableProcessors() + " cores of " + field("/proc/cpuinfo", "model name") + ", "
                + Table.number(memory) + " GB of memory, Linux " + System.getProperty("os.version");
    }

    /** What is compared, each with its version, if it is here. */
    static String versions(Path project, List<PiRoutes> variants) {
        String javas = String.join(
                ", ", variants.stream().map(PiRoutes::javaVersion).distinct().toList());
        return "Pi Routes of commit " + first("", "git", "-C", project.toString(), "describe", "--always", "--dirty")
                + " on Java " + javas + "; " + first("mosquitto version", Mosquitto.BINARY.toString(), "-h")
                + "; Node-RED "
                + NodeRed.version(project) + " on Node " + first("v", "node", "--version")
                + "; plain Camel and the bench on Java " + System.getProperty("java.version");
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
