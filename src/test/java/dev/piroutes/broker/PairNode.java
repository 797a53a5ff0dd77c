package dev.piroutes.broker;

import dev.piroutes.kit.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node of a pair: the packaged program, which is started, killed and started again on the same data. */
final class PairNode implements AutoCloseable {
    static final String PASSWORD = "a password for tests";

    private final Path folder;
    private final String host;
    private final List<String> arguments;
    private final int mqttPort;
    private Program program;

    private PairNode(Path folder, String host, int mqttPort, List<String> arguments) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.host = host;
        this.mqttPort = mqttPort;
        this.arguments = arguments;
    }

    /** On 127.0.0.1; not started. */
    static PairNode primary(Path folder, int mqttPort, int pairPort) throws IOException {
        return new PairNode(
                folder.resolve("primary"),
                "127.0.0.1",
                mqttPort,
                told("primary", "127.0.0.1", "127.0.0.2", mqttPort, pairPort));
    }

    /** On 127.0.0.2; not started. */
    static PairNode backup(Path folder, int mqttPort, int pairPort) throws IOException {
        return new PairNode(
                folder.resolve("backup"),
                "127.0.0.2",
                mqttPort,
                told("backup", "127.0.0.2", "127.0.0.1", mqttPort, pairPort));
    }

    private static List<String> told(String role, String host, String peer, int mqttPort, int pairPort) {
        return List.of(
                "--pair=" + role,
                "--pair.peer=" + peer + ":" + pairPort,
                "--pair.port=" + pairPort,
                "--pair.password=" + PASSWORD,
                "--broker.host=" + host,
                "--broker.port=" + mqttPort,
                "--broker.data=data");
    }

    /** Starts it; arguments given here go over its own. */
    PairNode start(String... more) throws IOException {
        List<String> all = new ArrayList<>(List.of("broker"));
        arguments.stream()
                .filter(own ->
                        Arrays.stream(more).noneMatch(other -> name(other).equals(name(own))))
                .forEach(all::add);
        all.addAll(List.of(more));
        program = Program.start(folder, all.toArray(String[]::new));
        return this;
    }

    private static String name(String argument) {
        return argument.replaceFirst("=.*", "");
    }

    String host() {
        return host;
    }

    /** Waits until it has said this so often since it was started. */
    void awaitSaid(String text, int times) {
        program.awaitOutput("(?s)(\\Q" + text + "\\E.*?){" + times + "}");
    }

    void awaitSaid(String text) {
        awaitSaid(text, 1);
    }

    String output() {
        return program.output();
    }

    /** Waits for its end; returns the exit code. */
    int awaitEnd() throws InterruptedException {
        return program.awaitEnd(Duration.ofSeconds(20));
    }

    /** A connection without a CONNECT. */
    WireClient open() {
        return new WireClient(mqttPort, "127.0.0.1", host);
    }

    WireClient connect(String clientId, boolean clean) {
        WireClient client = open();
        client.connect(clientId, clean);
        return client;
    }

    /** Whether clients can connect. */
    boolean serves() {
        try (WireClient client = connect("probe", true)) {
            client.disconnect();
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        program.kill();
    }

    /** SIGTERM, and waits for its end. */
    void stop() throws InterruptedException {
        program.terminate();
        program.awaitEnd(Duration.ofSeconds(20));
    }

    /** SIGSTOP, or SIGCONT: a machine that hangs for a while. */
    void pause(boolean pause) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", pause ? "-STOP" : "-CONT", Long.toString(program.pid())).start();
        if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0) {
            throw new AssertionError("kill failed");
        }
    }

    @Override
    public void close() {
        if (program != null) {
            program.close();
        }
    }

    /** Publishes a retained message, and waits until it is acknowledged. */
    void retain(String payload) {
        try (WireClient publisher = connect("publisher", true)) {
            publisher.publish(false, 1, true, "state", 1, payload);
            publisher.awaitPuback(1);
        }
    }

    /** What {@link #retain} has left. */
    String retained() {
        try (WireClient monitor = connect("monitor", true)) {
            monitor.subscribe("state", 1);
            return monitor.receive().payload();
        }
    }
}
