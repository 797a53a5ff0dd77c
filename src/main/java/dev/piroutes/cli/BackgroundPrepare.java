package dev.piroutes.cli;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the archives of classes made ({@link PrepareCommand}) while the program runs, if this start had none that fits: so the
 * next takes half the time. It is a process of its own that yields to everything else: to other processes (nice), to
 * their disk accesses (ionice), and, on Linux, when memory ends. It ends with this one, and does not begin where it would
 * leave too little memory.
 *
 * <p>Only what {@code bin/pi-routes} has started does so. A service does not: its limits of memory count for its
 * children, too.
 */
final class BackgroundPrepare {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundPrepare.class);

    /** The folder of the archives. bin/pi-routes sets it, unless it was told not to make any. */
    private static final String FOLDER = "pi-routes.prepare";

    /** For a moment, while Java writes one: 390 MB were measured. */
    private static final int NEEDED_MB = 450;

    private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable: +(\\d+) kB$");

    private static final int INTERRUPTED = 130;
    private static final int TERMINATED = 143;

    /** Not all systems have both, and not everybody may use them. With more niceness it would hardly end beside what is always busy. */
    private static final String YIELDING =
            """
            low=
            if command -v nice >/dev/null; then low="nice -n 5"; fi
            if command -v ionice >/dev/null; then low="$low ionice -t -c 3"; fi
            if [ -w /proc/$$/oom_score_adj ]; then echo 1000 >/proc/$$/oom_score_adj || :; fi
            exec $low "$1" prepare --if-needed
            """;

    private BackgroundPrepare() {}

    /** Begins, if there is a need; returns at once. */
    static void begin() {
        String folder = System.getProperty(FOLDER);
        Path launcher = Installation.here().launcher();
        if (folder == null || launcher == null) {
            LOG.debug("no archives of classes are made: they are not asked for");
        } else if (System.getenv("NOTIFY_SOCKET") != null) {
            LOG.debug("no archives of classes are made: this is a service");
        } else if (hasArchive()) {
            LOG.debug("no archives of classes are made: there is one in use");
        } else {
            tooLittleMemory(meminfo(), Installation.here().command(Path.of("")))
                    .ifPresentOrElse(
                            LOG::info, () -> begin(launcher, Path.of(folder).toAbsolutePath()));
        }
    }

    /**
     * A line if what runs would have to give way.
     *
     * @param meminfo the text of {@code /proc/meminfo}; empty on systems that have none
     * @param command that starts this program
     */
    static Optional<String> tooLittleMemory(String meminfo, String command) {
        return AVAILABLE
                .matcher(meminfo)
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)) / 1024)
                .filter(available -> available < NEEDED_MB)
                .mapToObj(available -> "archive  of classes not made: that takes " + NEEDED_MB + " MB of memory, and "
                        + available + " MB are available; make it when nothing else runs: " + command + " prepare")
                .findFirst();
    }

    private static String meminfo() {
        try {
            return Files.readString(Path.of("/proc/meminfo"));
        } catch (IOException e) {
            return "";
        }
    }

    private static void begin(Path launcher, Path cache) {
        try {
            Files.createDirectories(cache);
            if (Files.isWritable(cache)) {
                start(launcher, cache);
                return;
            }
        } catch (IOException e) {
            LOG.debug("not even begun", e);
        }
        // Where nothing can be kept, each start is like the first.
        LOG.debug("no archives of classes are made: {} cannot be written", cache);
    }

    /** An archive that Java was given and could not take leaves it without any. */
    private static boolean hasArchive() {
        List<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments();
        boolean given = options.stream()
                .anyMatch(option -> option.startsWith("-XX:SharedArchiveFile=") || option.startsWith("-XX:AOTCache="));
        return options.contains("-Xshare:off")
                || given && System.getProperty("java.vm.info", "").contains("sharing");
    }

    private static void start(Path launcher, Path cache) throws IOException {
        Path log = cache.resolve("prepare.log");
        long before = System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", YIELDING, "sh", launcher.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(new File("/dev/null"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("PI_ROUTES_CACHE", cache.toString());
        // Somebody's options for this run: a debugger's port, for example.
        builder.environment().remove("JAVA_OPTS");
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "prepare-stop"));
        process.onExit().thenAccept(ended -> report(ended.exitValue(), System.nanoTime() - before, log));
    }

    private static void report(int exitCode, long nanos, Path log) {
        switch (exitCode) {
            case 0 ->
                LOG.info(
                        "archive  of classes made in {} s; the next start takes half the time", nanos / 1_000_000_000L);
            case PrepareCommand.NOTHING_MADE, INTERRUPTED, TERMINATED ->
                LOG.debug("no archive of classes was made, exit code {}", exitCode);
            default ->
                LOG.warn(
                        "archive  of classes not made, so the next start will be no faster: see {};"
                                + " PI_ROUTES_PREPARE=no stops these attempts",
                        log);
        }
    }
}
