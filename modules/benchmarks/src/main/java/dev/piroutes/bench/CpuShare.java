package dev.piroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How much of the processor the measured systems have, all processes of one together: a small machine on a large one. They are
 * pinned to as many cores as the share needs, and a share that is no whole number is a quota of the control group
 * {@value #NAME}, in periods of {@value #PERIOD_US} us. The bench's own client has the whole machine.
 *
 * @param cores the share, in cores; 0 is no limit
 * @param group of the quota, or null without one
 */
record CpuShare(double cores, @Nullable Path group) {
    static final CpuShare WHOLE = new CpuShare(0, null);

    private static final String NAME = "pi-routes-bench";
    private static final Path V2 = Path.of("/sys/fs/cgroup");
    private static final Path V1 = V2.resolve("cpu");
    /** The shorter, the more even; below the 4 ms of a tick the kernel does not keep to it. */
    private static final int PERIOD_US = 10_000;

    private static final int LEAST_US = 1_000;

    /** @throws BenchException if it needs a control group and there is none to be had */
    static CpuShare of(double cores) {
        if (cores == Math.rint(cores)) {
            return new CpuShare(cores, null);
        }
        long quota = Math.round(cores * PERIOD_US);
        if (quota < LEAST_US) {
            throw new BenchException("--cpu is at least " + (double) LEAST_US / PERIOD_US);
        }
        boolean unified = Files.exists(V2.resolve("cgroup.controllers"));
        Path group = (unified ? V2 : V1).resolve(NAME);
        try {
            if (unified) {
                Files.writeString(V2.resolve("cgroup.subtree_control"), "+cpu");
            }
            Files.createDirectories(group);
            group.toFile().deleteOnExit();
            if (unified) {
                Files.writeString(group.resolve("cpu.max"), quota + " " + PERIOD_US);
            } else {
                Files.writeString(group.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD_US));
                Files.writeString(group.resolve("cpu.cfs_quota_us"), Long.toString(quota));
            }
            return new CpuShare(cores, group);
        } catch (IOException e) {
            throw new BenchException(
                    "--cpu=" + cores + " needs a control group: run it as root (" + e.getMessage() + ")", e);
        }
    }

    /** The command as it is run with the share; the process stays the same. */
    List<String> limit(List<String> command) {
        if (cores == 0) {
            return command;
        }
        Stream<String> pinned = Stream.of("taskset", "-c", "0-" + (int) (Math.ceil(cores) - 1));
        Stream<String> joined = group == null
                ? Stream.of()
                : Stream.of("sh", "-c", "echo $$ > " + group.resolve("cgroup.procs") + " && exec \"$@\"", "sh");
        return Stream.of(pinned, joined, command.stream())
                .flatMap(words -> words)
                .toList();
    }

    /** In words, for the report. */
    @Override
    public String toString() {
        return "Each measured system, not the client, has " + Table.number(cores) + " of a core: taskset"
                + (group == null ? "" : ", and a quota of " + group);
    }
}
