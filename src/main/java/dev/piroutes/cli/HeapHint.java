package dev.piroutes.cli;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line for those who start the jar by itself: Java then takes a heap that fits the machine, not this program. Whoever has
 * chosen a heap, in the packages' {@code jvm.options} or otherwise, gets no line.
 */
final class HeapHint {

    private static final Logger LOG = LoggerFactory.getLogger(HeapHint.class);
    private static final List<String> CHOICES = List.of("-Xmx", "-XX:MaxHeapSize=", "-XX:MaxRAM");
    /** As {@code jvm.options} has it. */
    static final int PACKAGED_MB = 48;

    private HeapHint() {}

    static void log() {
        line(
                        ManagementFactory.getRuntimeMXBean().getInputArguments(),
                        Runtime.getRuntime().maxMemory(),
                        Installation.here(),
                        Path.of(""))
                .ifPresent(LOG::info);
    }

    /**
     * @param options of the JVM
     * @param heap the most that it may take, in bytes
     * @param from where the shell is that the line is read in
     */
    static Optional<String> line(List<String> options, long heap, Installation installation, Path from) {
        if (options.stream().anyMatch(option -> CHOICES.stream().anyMatch(option::startsWith))) {
            return Optional.empty();
        }
        String better = "-Xmx" + PACKAGED_MB + "m is enough for the lab";
        if (installation.launcher() != null || installation.options() != null) {
            better = installation.command(from) + " limits it to " + PACKAGED_MB + " MB"
                    + (installation.launcher() == null ? "" : " and starts in half the time");
        }
        return Optional.of(String.format(
                Locale.ROOT, "memory   the heap may grow to %,d MB, as Java chose; %s", heap / (1 << 20), better));
    }
}
