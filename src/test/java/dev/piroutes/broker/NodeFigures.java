package dev.piroutes.broker;

import dev.piroutes.broker.WireClient.Connect;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one broker of a given heap carries: {@code NodeFigures HEAP CONNECTIONS}, for example {@code 256m 500}. Starts the
 * shipped configuration in a JVM of its own, connects clients with persistent sessions and one subscription each from
 * several loopback addresses, retains {@value #RETAINED} topics, sends messages through, and kills it. Prints one line for
 * each figure; compare them, they are of this machine and its load.
 */
final class NodeFigures {
    private static final int RETAINED = 2_000;
    private static final int MESSAGES = 20_000;
    /** As many as a client may have unacknowledged. */
    private static final int IN_FLIGHT = 100;

    /** Below the limit of connections per address. */
    private static final int PER_ADDRESS = 250;
    /** New connections per second and address stay below their limit. */
    private static final long PACE_MS = 20;

    private final Path data;
    private final String heap;
    private Process process;
    private int port;

    private NodeFigures(Path data, String heap) {
        this.data = data;
        this.heap = heap;
    }

    public static void main(String[] args) throws Exception {
        if (args.length != 2 || !args[0].matches("\\d+[kmg]") || !args[1].matches("\\d+")) {
            System.err.println("usage: NodeFigures HEAP CONNECTIONS, for example NodeFigures 256m 500");
            System.exit(2);
        }
        Path data = Files.createTempDirectory("node-figures");
        NodeFigures figures = new NodeFigures(data, args[0]);
        try {
            figures.run(Integer.parseInt(args[1]));
        } finally {
            if (figures.process != null) {
                figures.process.destroyForcibly().waitFor();
            }
        }
    }

    private void run(int connections) throws Exception {
        say("start-up, empty", start() + " ms");
        Memory idle = memory();
        say("idle", idle.toString());
        long began = System.nanoTime();
        List<WireClient> clients = connect(connections);
        say("connections", connections + " in " + since(began) + " ms");
        Memory connected = memory();
        say("connected", connected + perConnection(idle, connected, connections));
        say("retained topics", RETAINED + " at " + retain() + "/s");
        say("with retained", memory().toString());
        say("messages, one publisher to one subscriber, QoS 1", send(clients.get(0)) + "/s");
        say("after them", memory().toString());
        say("still connected", clients.stream().filter(NodeFigures::answers).count() + " of " + connections);
        process.destroyForcibly().waitFor();
        clients.forEach(WireClient::close);
        say("start-up after kill -9", start() + " ms");
        say("after the start", memory().toString());
        say("sessions there", countSessions(connections) + " of " + connections);
    }

    private static void say(String what, String figure) {
        System.out.printf("%-50s %s%n", what, figure);
    }

    private static long since(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }

    /** Returns how many milliseconds pass, from the JVM's start, until it takes connections. */
    private long start() throws IOException {
        long began = System.nanoTime();
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        data.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        // Not closed: the child writes to it for as long as it lives.
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("port ")) {
                port = Integer.parseInt(line.substring(5));
                return since(began);
            }
        }
        throw new IOException("the broker ended before it was ready: is a heap of " + heap + " enough?");
    }

    private WireClient client(int number) {
        return new WireClient(port, "127.0.0." + (10 + number / PER_ADDRESS));
    }

    private List<WireClient> connect(int connections) throws InterruptedException {
        List<WireClient> clients = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            WireClient client = client(i);
            client.connect(new Connect("device-" + i, false).keepAlive(600));
            client.subscribe("room/device-" + i + "/cmd", 1);
            clients.add(client);
            TimeUnit.MILLISECONDS.sleep(PACE_MS);
        }
        return clients;
    }

    private long retain() {
        long began = System.nanoTime();
        try (WireClient publisher = WireClient.clean(port, "publisher")) {
            for (int i = 0; i < RETAINED; i += IN_FLIGHT) {
                for (int id = 1; id <= IN_FLIGHT; id++) {
                    publisher.publish(false, 1, true, "room/status/" + (i + id), id, "online");
                }
                for (int id = 1; id <= IN_FLIGHT; id++) {
                    publisher.awaitPuback(id);
                }
            }
        }
        return RETAINED * 1_000L / Math.max(1, since(began));
    }

    /** Returns messages per second, from the first published to the last received. */
    private long send(WireClient subscriber) {
        long began = System.nanoTime();
        try (WireClient publisher = WireClient.clean(port, "publisher")) {
            for (int i = 0; i < MESSAGES; i += IN_FLIGHT) {
                for (int id = 1; id <= IN_FLIGHT; id++) {
                    publisher.publish(false, 1, false, "room/device-0/cmd", id, "TOGGLE");
                }
                for (int id = 1; id <= IN_FLIGHT; id++) {
                    subscriber.puback(subscriber.receive().id());
                }
                for (int id = 1; id <= IN_FLIGHT; id++) {
                    publisher.awaitPuback(id);
                }
            }
        }
        return MESSAGES * 1_000L / Math.max(1, since(began));
    }

    private static boolean answers(WireClient client) {
        try {
            client.ping();
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }

    private long countSessions(int connections) throws InterruptedException {
        long there = 0;
        for (int i = 0; i < connections; i++) {
            try (WireClient client = client(i)) {
                there += client.connect(new Connect("device-" + i, false)).sessionPresent() ? 1 : 0;
            }
            TimeUnit.MILLISECONDS.sleep(PACE_MS);
        }
        return there;
    }

    /** Kilobytes. */
    private record Memory(long resident, long heap) {
        @Override
        public String toString() {
            return "resident " + resident / 1024 + " MB, heap in use after a collection " + heap / 1024 + " MB";
        }
    }

    private static String perConnection(Memory before, Memory after, int connections) {
        return "; per connection: resident " + (after.resident - before.resident) / connections + " KB, heap "
                + (after.heap - before.heap) / connections + " KB";
    }

    private Memory memory() throws IOException {
        jcmd("GC.run");
        return new Memory(
                number("VmRSS:\\s+(\\d+)", Files.readString(Path.of("/proc", process.pid() + "", "status"))),
                number("used (\\d+)K", jcmd("GC.heap_info")));
    }

    private String jcmd(String command) throws IOException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), process.pid() + "", command)
                .redirectErrorStream(true)
                .start();
        return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static long number(String regex, String text) {
        Matcher matcher = Pattern.compile(regex).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + regex + " in: " + text);
        }
        return Long.parseLong(matcher.group(1));
    }
}
