package dev.piroutes.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What one broker takes for many connections, many retained topics and a long queue, and what it then still does. */
final class BrokerMeasure {
    private static final long SILENCE = TimeUnit.SECONDS.toNanos(5);
    private static final int PER_ADDRESS = 500;
    private static final int PINGS = 500;

    private final Places places;
    private final Amounts amounts;
    private final Path project;

    BrokerMeasure(Path project, Places places, Amounts amounts) {
        this.project = project;
        this.places = places;
        this.amounts = amounts;
    }

    /** The 48 MB of a bench's broker are for a bench: a thousand connections do not fit. */
    private static final String HEAP = "1g";

    private final Table table = new Table(
            "broker", "what", "number", "seconds", "per second", "resident MB", "heap MB", "threads", "faults");

    /** Pi Routes' and Mosquitto's with its best settings; whichever there is. */
    Table measure(PiRoutes program) {
        if (program.missing().isEmpty()) {
            measure("pi-routes broker", place -> List.of(program.withHeap(HEAP).broker(place, configuration(place))));
        }
        if (Mosquitto.missing().isEmpty()) {
            measure("Mosquitto, best", place -> List.of(Mosquitto.BEST.program(place)));
        }
        return table;
    }

    /** The shipped configuration with limits that 5,000 clients of one machine stay below. */
    private Path configuration(Place place) throws IOException {
        Path folder = Files.createDirectories(place.folder().resolve("broker-etc"));
        try (Stream<Path> files = Files.list(project.resolve("broker-etc"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Path xml = folder.resolve("broker.xml");
        String text = Files.readString(xml)
                .replaceAll("key=\"max-connections\" value=\"\\d+\"", "key=\"max-connections\" value=\"10000\"")
                .replaceAll(
                        "key=\"connections-per-second\" value=\"\\d+\"",
                        "key=\"connections-per-second\" value=\"10000\"")
                .replaceAll("key=\"connections-burst\" value=\"\\d+\"", "key=\"connections-burst\" value=\"10000\"");
        Files.writeString(xml, text);
        return folder;
    }

    private void measure(String name, Contender.Recipe recipe) {
        Console.say("broker: " + name);
        Contender broker = new Contender(name, "", false, PressMethod.NONE, java.util.Optional::empty, recipe);
        try {
            connections(broker);
            retained(broker);
            queued(broker);
        } catch (BenchException | IOException e) {
            Console.missed("the rest of " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    @SuppressWarnings("try") // The connection is there to receive.
    private Running start(Contender broker) throws InterruptedException {
        Running running = broker.start(places.fresh("broker"));
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try (Link ignored = new Link(Link.Address.of(running.place().port()), "bench-up", true)) {
                return running;
            } catch (IOException e) {
                if (System.nanoTime() > limit) {
                    running.close();
                    throw new BenchException("the broker did not answer within 60 s");
                }
                Thread.sleep(5);
            }
        }
    }

    private void connections(Contender broker) throws IOException, InterruptedException {
        List<Link> links = new ArrayList<>();
        try (Running running = start(broker)) {
            row(broker, "empty", "", Double.NaN, Double.NaN, running, "");
            for (int wanted : amounts.connections()) {
                int before = links.size();
                long start = System.nanoTime();
                while (links.size() < wanted) {
                    // Subscribed, as a device is; from several addresses, as machines are.
                    int i = links.size();
                    InetAddress from = InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) (1 + i / PER_ADDRESS)});
                    Link link = new Link(new Link.Address(running.place().port(), from), "c" + i, false);
                    links.add(link);
                    link.subscribe("c/" + i + "/cmd");
                }
                double seconds = (System.nanoTime() - start) / 1e9;
                row(broker, "connections", wanted, seconds, (wanted - before) / seconds, running, ping(running));
            }
        } finally {
            for (Link link : links) {
                link.close();
            }
        }
    }

    /** From a publish to its receipt, while all those are connected. */
    private static String ping(Running running) throws IOException, InterruptedException {
        org.HdrHistogram.Histogram trip = new org.HdrHistogram.Histogram(3);
        AckCounter seen = new AckCounter();
        try (Client client = Client.subscribed(running.place().port(), "bench-ping", "ping", seen)) {
            for (int i = 0; i < 2 * PINGS; i++) {
                long sent = System.nanoTime();
                client.publish(new Message("ping", Integer.toString(i), false));
                if (!seen.await(i + 1, SILENCE)) {
                    return "a message did not come back";
                }
                if (i >= PINGS) {
                    trip.recordValue(seen.lastAt() - sent);
                }
            }
        }
        return "none; a message there and back: p50 " + Table.number(LatencyMeasure.millis(trip, 50)) + " ms, p99 "
                + Table.number(LatencyMeasure.millis(trip, 99)) + " ms";
    }

    @SuppressWarnings("try") // The connection is there to receive.
    private void retained(Contender broker) throws IOException, InterruptedException {
        int count = amounts.messages();
        try (Running running = start(broker)) {
            int port = running.place().port();
            long start = System.nanoTime();
            try (Client client = Client.subscribed(port, "bench-retain", "nothing", message -> {})) {
                for (int i = 0; i < count; i++) {
                    client.publish(new Message("kept/" + i, "a value of thirty-two characters", true));
                }
                client.flush();
            }
            double took = (System.nanoTime() - start) / 1e9;
            row(broker, "retained topics written", count, took, count / took, running, "none");
            AckCounter seen = new AckCounter();
            start = System.nanoTime();
            try (Client ignored = Client.subscribed(port, "bench-reader", "kept/#", seen)) {
                seen.await(count, SILENCE);
            }
            took = (seen.lastAt() - start) / 1e9;
            row(
                    broker,
                    "read by a new client",
                    count,
                    took,
                    seen.count() / took,
                    running,
                    missing(count, seen.count()));
        }
    }

    @SuppressWarnings("try") // The connection is there to receive.
    private void queued(Contender broker) throws IOException, InterruptedException {
        int count = amounts.messages();
        try (Running running = start(broker)) {
            int port = running.place().port();
            try (Link link = new Link(Link.Address.of(port), "bench-away", false)) {
                link.subscribe("queue");
                link.disconnect();
            }
            long start = System.nanoTime();
            try (Client client = Client.subscribed(port, "bench-queue", "nothing", message -> {})) {
                for (int i = 0; i < count; i++) {
                    client.publish(new Message("queue", Integer.toString(i), false));
                }
                client.flush();
            }
            double took = (System.nanoTime() - start) / 1e9;
            row(broker, "queued for a client that is away", count, took, count / took, running, "none");
            InOrder order = new InOrder();
            AckCounter seen = new AckCounter();
            start = System.nanoTime();
            try (Client ignored = Client.resumed(port, "bench-away", message -> {
                order.accept(message);
                seen.accept(message);
            })) {
                seen.await(count, SILENCE);
            }
            took = (seen.lastAt() - start) / 1e9;
            String faults = order.swaps == 0 ? missing(count, seen.count()) : order.swaps + " out of order";
            row(broker, "taken when it is back", count, took, seen.count() / took, running, faults);
        }
    }

    private static String missing(int sent, int came) {
        return came >= sent ? "none" : sent - came + " lost";
    }

    private static final class InOrder {
        private int last = -1;
        private volatile int swaps;

        void accept(Message message) {
            int number = Integer.parseInt(message.text());
            if (number != last + 1) {
                swaps++;
            }
            last = number;
        }
    }

    private void row(
            Contender broker, String what, Object number, double seconds, double rate, Running running, String faults) {
        double heap = Heap.usedMb(running.brokerPid());
        Footprint footprint = Footprint.of(running.pids());
        table.row(
                broker.name(), what, number, seconds, rate, footprint.residentMb(), heap, footprint.threads(), faults);
    }
}
