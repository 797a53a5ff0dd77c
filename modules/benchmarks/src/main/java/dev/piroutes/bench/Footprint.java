package dev.piroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What processes take of the machine, as the kernel counts it.
 *
 * @param residentMb pages in memory, in MB of 1,000,000 bytes; what two processes share counts twice (VmRSS)
 * @param proportionalMb the same, with shared pages divided among who shares them (PSS)
 * @param threads of the platform
 * @param cpu time since the start
 */
record Footprint(double residentMb, double proportionalMb, int threads, Duration cpu) {
    private static final double BYTES_PER_KB = 1024;
    private static final double MB = 1e6;

    static Footprint of(List<Long> pids) {
        Footprint sum = new Footprint(0, 0, 0, Duration.ZERO);
        for (long pid : pids) {
            sum = sum.plus(of(pid));
        }
        return sum;
    }

    static Footprint of(long pid) {
        Path proc = Path.of("/proc", Long.toString(pid));
        return new Footprint(
                value(proc.resolve("smaps_rollup"), "Rss:") * BYTES_PER_KB / MB,
                value(proc.resolve("smaps_rollup"), "Pss:") * BYTES_PER_KB / MB,
                (int) value(proc.resolve("status"), "Threads:"),
                ProcessHandle.of(pid)
                        .flatMap(handle -> handle.info().totalCpuDuration())
                        .orElse(Duration.ZERO));
    }

    private static long value(Path file, String key) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow(() -> new BenchException(file + " has no " + key));
        } catch (IOException e) {
            throw new BenchException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private Footprint plus(Footprint other) {
        return new Footprint(
                residentMb + other.residentMb,
                proportionalMb + other.proportionalMb,
                threads + other.threads,
                cpu.plus(other.cpu));
    }
}
