package dev.piroutes.clients;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of a library, with a session: subscribes and goes, comes back, receives. */
record Subscriber(Library library, int version, int port, String clientId, int qos, List<String> filters) {
    /** From the start of its process to its first message, or to its end if it only subscribes; machines are busy. */
    private static final Duration START = Duration.ofSeconds(60);

    private static final String END = "";

    /** Subscribes, and leaves. */
    void subscribe() throws IOException, InterruptedException {
        Path errors = Files.createTempFile("subscriber", ".err");
        Process process = new ProcessBuilder(library.command(this, 0, true))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors.toFile())
                .start();
        boolean ended = process.waitFor(START.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly();
        if (!ended || process.exitValue() != 0) {
            throw new IOException(this + " could not subscribe: " + Files.readString(errors));
        }
        Files.delete(errors);
    }

    /**
     * Comes back, and receives.
     *
     * @param silence how long nothing may come before it counts as stalled
     */
    Outcome receive(Waiting waiting, Duration silence) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("subscriber", ".err");
        Process process = new ProcessBuilder(library.command(this, waiting.total(), waiting.retained()))
                .redirectError(errors.toFile())
                .start();
        try {
            BlockingQueue<String> lines = new LinkedBlockingQueue<>();
            Thread reader = new Thread(() -> read(process, lines), clientId);
            reader.setDaemon(true);
            reader.start();
            Numbers numbers = new Numbers();
            boolean stalled = false;
            Duration limit = START;
            while (true) {
                String line = lines.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
                if (line == null || line.equals(END)) {
                    // One that has everything ends by itself; one that is slow to end has nothing to answer for.
                    stalled = line == null && numbers.received() < waiting.total();
                    break;
                }
                numbers.accept(line);
                limit = silence;
            }
            process.destroyForcibly().waitFor();
            return new Outcome(
                    waiting.total(), numbers.received(), numbers.faults(), stalled, Files.readString(errors));
        } finally {
            process.destroyForcibly();
            Files.delete(errors);
        }
    }

    private static void read(Process process, BlockingQueue<String> lines) {
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            // It was killed: that is its end.
        } finally {
            lines.add(END);
        }
    }

    /** The command of a library whose program takes what {@code src/test/clients/subscriber.py} takes. */
    List<String> arguments(List<String> program, int count, boolean subscribes) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("" + port, "" + version, clientId, "" + qos, "" + count));
        if (subscribes) {
            command.addAll(filters);
        }
        return command;
    }

    @Override
    public String toString() {
        return library + ", MQTT " + (version == 5 ? "5" : "3.1.1");
    }
}
