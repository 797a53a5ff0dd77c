package dev.piroutes.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run of the lab in a JVM of its own, with the options of this one, and the archive of what it has loaded. */
final class Training {

    private static final int FIRST_JAVA_WITH_AOT = 24;
    private static final boolean AOT = Runtime.version().feature() >= FIRST_JAVA_WITH_AOT;

    /** Of an archive's name. */
    static final String ENDING = AOT ? ".aot" : ".jsa";

    /** For each run; then it is killed. A Pi Zero needs half a minute to start unprepared, and as long to write an archive. */
    private static final int LIMIT_SECONDS = 180;

    /** The simulated press has gone all the way to the LED: every class of the path of a command has been used. */
    private static final Pattern DONE = Pattern.compile("piroutes_device_handled_total\\{device=\"PicoB\"} [1-9]");

    private static final int LOOK_MILLIS = 200;

    /** Nothing that would change what runs: neither settings nor options of Java. */
    private static final Set<String> ENVIRONMENT =
            Set.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "MALLOC_ARENA_MAX");

    private static final String CLASS_PATH =
            Path.of(System.getProperty("java.class.path")).toAbsolutePath().toString();
    private static final List<String> JAR = List.of("-jar", CLASS_PATH);

    private final Path folder;
    private final @Nullable String broker;

    /**
     * @param folder an empty one
     * @param broker the devices' broker; {@code null}: an embedded one, and the bench page too
     */
    Training(Path folder, @Nullable String broker) {
        this.folder = folder.toAbsolutePath();
        this.broker = broker;
    }

    /** @throws IOException in one line, if it could not be made */
    Path archive() throws IOException, InterruptedException {
        Path noted = folder.resolve("noted");
        Path archive = folder.resolve("archive" + ENDING);
        List<String> note = AOT
                ? List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + noted)
                : List.of("-XX:DumpLoadedClassList=" + noted);
        List<String> write = AOT
                ? List.of("-XX:AOTMode=create", "-XX:AOTConfiguration=" + noted, "-XX:AOTCache=" + archive)
                : List.of("-Xshare:dump", "-XX:SharedClassListFile=" + noted, "-XX:SharedArchiveFile=" + archive);
        run(note);
        if (start(folder, write, JAR, Redirect.DISCARD).waitFor() != 0 || !fits(archive)) {
            throw new IOException(
                    "this Java cannot write an archive of classes; Pi Routes runs without one, and starts slower");
        }
        return archive;
    }

    /** Whether this Java takes it for this version: it refuses to start with one that it cannot take. */
    static boolean fits(Path archive) throws IOException {
        List<String> must = AOT
                ? List.of("-XX:AOTCache=" + archive, "-XX:AOTMode=on")
                : List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:on");
        Path folder = Objects.requireNonNull(archive.toAbsolutePath().getParent());
        try {
            return Files.exists(archive)
                    && start(folder, must, with(JAR, List.of("--version")), Redirect.DISCARD)
                                    .waitFor()
                            == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run(List<String> note) throws IOException, InterruptedException {
        int management = freePort();
        int page = broker == null ? freePort() : 0;
        List<String> lab = new ArrayList<>(List.of(
                "run",
                "--config=" + Files.createFile(folder.resolve("no.properties")),
                "--gpio.board=virtual",
                "--outbox.dir=" + folder.resolve("outbox"),
                "--management.port=" + management,
                "--page.port=" + page));
        lab.addAll(
                broker == null
                        ? List.of("--broker.port=0", "--broker.data=" + folder.resolve("data"))
                        : List.of("--mqtt.url=" + broker));
        Path output = folder.resolve("output");
        Process running = start(
                folder, note, with(List.of("-cp", CLASS_PATH, Lab.class.getName()), lab), Redirect.to(output.toFile()));
        try {
            while (!DONE.matcher(visit("http://127.0.0.1:" + management + "/observe/metrics"))
                    .find()) {
                if (running.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw new IOException("the lab does not run here: it ended with " + running.exitValue()
                            + " after \"" + lastLine(output) + "\"");
                }
            }
            visit("http://127.0.0.1:" + management + "/observe/health");
            if (page != 0) {
                visit("http://127.0.0.1:" + page + "/");
            }
        } finally {
            // Not Process.destroy(), which closes its standard input: it would end at once and write nothing.
            running.toHandle().destroy();
            running.waitFor();
        }
    }

    private static String lastLine(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.reduce("", (first, last) -> last);
        }
    }

    private static List<String> with(List<String> program, List<String> arguments) {
        return Stream.concat(program.stream(), arguments.stream()).toList();
    }

    /** The archive is for these options of Java; settings among them are nobody's business. */
    static List<String> inherited(List<String> options) {
        return options.stream().filter(option -> !Setting.isIn(option)).toList();
    }

    private static Process start(Path folder, List<String> options, List<String> program, Redirect output)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(inherited(ManagementFactory.getRuntimeMXBean().getInputArguments()));
        command.addAll(options);
        command.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output);
        builder.environment().keySet().retainAll(ENVIRONMENT);
        Process process = builder.start();
        CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
        return process;
    }

    /** What a health check, a scrape and a browser load belongs to the archive, too; empty if nobody answers. */
    private static String visit(String address) {
        try (InputStream answer = URI.create(address).toURL().openStream()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** The lab, in a process that ends with the one that started it, however that ends: with its end of the standard input. */
    static final class Lab {

        private Lab() {}

        public static void main(String[] args) {
            Thread parent = new Thread(Lab::awaitParentsEnd, "parent");
            parent.setDaemon(true);
            parent.start();
            PiRoutes.main(args);
        }

        private static void awaitParentsEnd() {
            try {
                System.in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // the same
            }
            Runtime.getRuntime().halt(PiRoutes.FAULT);
        }
    }
}
