package dev.piroutes.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One run of the lab in a JVM of its own, with the options of this one, and the archive of what it has loaded. */
final class Training {

    private static final int FIRST_JAVA_WITH_AOT = 24;

    /** For each run; then it is killed. A Pi Zero needs half a minute to start unprepared, and as long to write an archive. */
    private static final int LIMIT_SECONDS = 180;

    /** The virtual finger's press has gone all the way: every class of the path of a command has been used. */
    private static final String DONE = "→ led/ack";

    /** Nothing that would change what runs: neither settings nor options of Java. */
    private static final Set<String> ENVIRONMENT =
            Set.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "MALLOC_ARENA_MAX");

    private final Path folder;
    private final @Nullable String broker;
    private final boolean aot = Runtime.version().feature() >= FIRST_JAVA_WITH_AOT;

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
        Path archive = folder.resolve(aot ? "archive.aot" : "archive.jsa");
        List<String> note = aot
                ? List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + noted)
                : List.of("-XX:DumpLoadedClassList=" + noted);
        List<String> write = aot
                ? List.of("-XX:AOTMode=create", "-XX:AOTConfiguration=" + noted, "-XX:AOTCache=" + archive)
                : List.of("-Xshare:dump", "-XX:SharedClassListFile=" + noted, "-XX:SharedArchiveFile=" + archive);
        run(note);
        Process writing = start(write, List.of());
        writing.getInputStream().transferTo(OutputStream.nullOutputStream());
        writing.waitFor();
        if (!Files.exists(archive)) {
            throw new IOException(
                    "this Java cannot write an archive of classes; Pi Routes runs without one, and starts slower");
        }
        return archive;
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
        Process running = start(note, lab);
        String last = "";
        try (BufferedReader lines = running.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null && !line.contains(DONE)) {
                last = line;
                line = lines.readLine();
            }
            if (line == null) {
                throw new IOException(
                        "the lab does not run here: it ended with " + running.waitFor() + " after \"" + last + "\"");
            }
            visit("http://127.0.0.1:" + management + "/observe/health");
            visit("http://127.0.0.1:" + management + "/observe/metrics");
            if (page != 0) {
                visit("http://127.0.0.1:" + page + "/");
            }
            // Not Process.destroy(), which would close the stream that is read.
            running.toHandle().destroy();
            lines.transferTo(Writer.nullWriter());
        } finally {
            running.toHandle().destroy();
            running.waitFor();
        }
    }

    private Process start(List<String> options, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(options);
        command.addAll(List.of("-jar", System.getProperty("java.class.path")));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().retainAll(ENVIRONMENT);
        Process process = builder.start();
        CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
        return process;
    }

    /** What a health check, a scrape and a browser load belongs to the archive, too; without it, nothing is missing. */
    private static void visit(String address) {
        try (InputStream answer = URI.create(address).toURL().openStream()) {
            answer.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // a slower first visit
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
