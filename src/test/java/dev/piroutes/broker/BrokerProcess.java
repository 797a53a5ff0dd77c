package dev.piroutes.broker;

import dev.piroutes.kit.FakeClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A broker in a JVM of its own, to be killed. */
final class BrokerProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final int port;

    private BrokerProcess(Process process, BufferedReader output, int port) {
        this.process = process;
        this.output = output;
        this.port = port;
    }

    /** Started with: data folder. Prints its port, runs until it is killed. */
    public static void main(String[] args) throws InterruptedException, IOException {
        Broker broker = Broker.start(new BrokerSettings("127.0.0.1", 0, null, Path.of(args[0])));
        System.out.println("port " + broker.port());
        // A line to ask for the time that it has.
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (asked.readLine() != null) {
            System.out.println(System.currentTimeMillis());
        }
        Thread.currentThread().join();
    }

    static BrokerProcess start(Path data) throws IOException {
        return start(data, "-Xmx256m");
    }

    /** @param heap an option of java */
    static BrokerProcess start(Path data, String heap) throws IOException {
        return start(data, heap, Map.of());
    }

    /** Its clock is set by a test. */
    static BrokerProcess start(Path data, FakeClock clock) throws IOException {
        return start(data, "-Xmx256m", clock.environment());
    }

    private static BrokerProcess start(Path data, String heap, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        heap,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        data.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        Process process = builder.start();
        // Not closed: the child writes to it for as long as it lives.
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("port ")) {
                return new BrokerProcess(process, output, Integer.parseInt(line.substring(5)));
            }
        }
        process.destroyForcibly();
        throw new IOException("the broker process ended before it was ready");
    }

    int port() {
        return port;
    }

    /** What its clock says. */
    Instant clock() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        String line = output.readLine();
        while (!line.matches("[0-9]+")) {
            line = output.readLine();
        }
        return Instant.ofEpochMilli(Long.parseLong(line));
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL: no shutdown hook, no flush. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
