package dev.piroutes.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A broker in a JVM of its own, to be killed. */
final class BrokerProcess implements AutoCloseable {
    private final Process process;
    private final int port;

    private BrokerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Started with: data folder. Prints its port, runs until it is killed. */
    public static void main(String[] args) throws InterruptedException {
        Broker broker = Broker.start(new BrokerSettings("127.0.0.1", 0, null, Path.of(args[0])));
        System.out.println("port " + broker.port());
        Thread.currentThread().join();
    }

    static BrokerProcess start(Path data) throws IOException {
        return start(data, "-Xmx256m");
    }

    /** @param heap an option of java */
    static BrokerProcess start(Path data, String heap) throws IOException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        heap,
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        data.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        // Not closed: the child writes to it for as long as it lives.
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("port ")) {
                return new BrokerProcess(process, Integer.parseInt(line.substring(5)));
            }
        }
        process.destroyForcibly();
        throw new IOException("the broker process ended before it was ready");
    }

    int port() {
        return port;
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
