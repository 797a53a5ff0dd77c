package dev.piroutes.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** Brokers beside each other: what each takes for connections, how fast messages go through, and what a crash loses. */
final class BrokerMeasure {
    private static final long SILENCE = TimeUnit.SECONDS.toNanos(5);
    private static final int PER_ADDRESS = 500;
    private static final int SUBSCRIBERS = 200;
    /** A slow broker is measured on what it has done until then. */
    private static final long STEP = TimeUnit.SECONDS.toNanos(20);

    /** Unacknowledged messages of a publisher. */
    private static final int WINDOW = 100;
    /** Part of the commands and of the time that comes first and does not count. */
    private static final int WARM_PART = 4;

    private static final String VALUE = "a value of thirty-two characters";

    private static final String FAN_OUT = "fan-out to " + SUBSCRIBERS + ", deliveries/s";
    private static final String RETAINED = "start on retained messages, s";
    private static final String FLOW = "one to one, messages/s";
    private static final String ONE = "one at a time, ms: p50";

    private final Places places;
    private final Amounts amounts;

    BrokerMeasure(Places places, Amounts amounts) {
        this.places = places;
        this.amounts = amounts;
    }

    /** Figures of one broker, of all rounds. */
    private static final class Result {
        private final Map<String, Series> figures = new LinkedHashMap<>();
        private final CrashTally crashes = new CrashTally();
        private final List<String> faults = new ArrayList<>();

        void add(String figure, double value) {
            figures.computeIfAbsent(figure, name -> new Series()).add(value);
        }

        double median(String figure) {
            return figures.getOrDefault(figure, new Series()).median();
        }

        /** Notes what has not come, if anything. */
        void complete(String what, int sent, int came) {
            if (came < sent) {
                faults.add(String.format(Locale.ROOT, "%s: %,d of %,d did not come", what, sent - came, sent));
            }
        }

        /** Notes that it was too slow for all, if it was. */
        void finished(String what, int wanted, int done) {
            if (done < wanted) {
                faults.add(String.format(Locale.ROOT, "%s: %,d instead of %,d, for want of time", what, done, wanted));
            }
        }
    }

    /** They take turns. */
    Table measure(List<Broker> brokers) {
        Map<Broker, Result> results = new LinkedHashMap<>();
        for (int i = 0; i < amounts.brokerRounds(); i++) {
            for (Broker broker : brokers) {
                Result result = results.computeIfAbsent(broker, fresh -> new Result());
                Console.say("brokers " + (i + 1) + " of " + amounts.brokerRounds() + ": " + broker.name());
                attempt(broker, "connections", () -> connections(broker, result));
                attempt(broker, "start", () -> messages(broker, result));
                for (int k = 0; k < amounts.crashes(); k++) {
                    CrashMeasure crash = new CrashMeasure(places.fresh(broker.name()), k, result.crashes);
                    attempt(broker, "crash", () -> crash.measure(broker));
                }
            }
        }
        return table(results);
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private static void attempt(Broker broker, String what, Step step) {
        try {
            step.run();
        } catch (BenchException | IOException e) {
            Console.missed(what + " of " + broker.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchException("interrupted", e);
        }
    }

    private Table table(Map<Broker, Result> results) {
        List<String> figures = Stream.of(
                        amounts.connections().stream().map(BrokerMeasure::rate),
                        amounts.connections().stream().map(BrokerMeasure::memory),
                        Stream.of(FAN_OUT, RETAINED, FLOW, ONE))
                .flatMap(names -> names)
                .toList();
        Table table = new Table(Stream.of(
                        Stream.of("broker", "setting", "durable"),
                        figures.stream(),
                        Stream.of(
                                "kill -9: acknowledged", "lost", "twice without DUP", "out of order", "faults before"))
                .flatMap(names -> names)
                .toArray(String[]::new));
        results.forEach((broker, result) -> {
            List<Object> cells = new ArrayList<>(List.of(broker.name(), broker.setting(), broker.durable()));
            figures.forEach(figure -> cells.add(result.median(figure)));
            CrashTally crashes = result.crashes;
            cells.addAll(List.of(crashes.acknowledged(), crashes.lost(), crashes.twice(), crashes.swaps()));
            cells.add(result.faults.isEmpty() ? "none" : String.join("; ", result.faults));
            table.row(cells.toArray());
        });
        return table;
    }

    private static String rate(int connections) {
        return String.format(Locale.ROOT, "connections/s to %,d", connections);
    }

    private static String memory(int connections) {
        return String.format(Locale.ROOT, "KB each at %,d", connections);
    }

    /** A broker that takes connections, in a fresh folder. */
    private Running start(Broker broker) throws InterruptedException {
        Running running = broker.start(places.fresh(broker.name()));
        try {
            running.awaitBroker();
            return running;
        } catch (BenchException e) {
            running.close();
            throw e;
        }
    }

    private void connections(Broker broker, Result result) throws IOException, InterruptedException {
        List<Link> links = new ArrayList<>();
        try (Running running = start(broker)) {
            double empty = residentKb(running);
            for (int wanted : amounts.connections()) {
                int before = links.size();
                long start = System.nanoTime();
                while (links.size() < wanted && System.nanoTime() - start < STEP * 2) {
                    // Subscribed, as a device is; from several addresses, as machines are.
                    int i = links.size();
                    InetAddress from = InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) (1 + i / PER_ADDRESS)});
                    Link.Address address = new Link.Address(running.place().port(), from);
                    links.add(Link.subscribed(address, "c" + i, false, "c/" + i + "/cmd", early -> {}));
                }
                result.add(rate(wanted), (links.size() - before) * 1e9 / (System.nanoTime() - start));
                result.add(memory(wanted), (residentKb(running) - empty) / links.size());
                result.finished("connections", wanted, links.size());
            }
        } finally {
            for (Link link : links) {
                link.close();
            }
        }
    }

    /** After a collection, if it is a JVM. */
    private static double residentKb(Running running) {
        Heap.usedMb(running.brokerPid());
        return Footprint.of(running.pids()).residentMb() * 1e3;
    }

    private void messages(Broker broker, Result result) throws IOException, InterruptedException {
        try (Running running = start(broker)) {
            int port = running.place().port();
            attempt(broker, "retained messages", () -> retained(port, result));
            attempt(broker, "fan-out", () -> fanOut(port, result));
            attempt(broker, "one to one", () -> flow(port, result));
            attempt(broker, "one at a time", () -> one(port, result));
        }
    }

    @SuppressWarnings("try") // The connection is there to receive.
    private void retained(int port, Result result) throws IOException, InterruptedException {
        int count;
        try (Client client = Client.subscribed(port, "bench-retain", "nothing", message -> {})) {
            count = publish(client, i -> new Message("kept/" + i, VALUE, true), amounts.messages());
            client.flush();
        }
        result.finished("retained", amounts.messages(), count);
        Arrivals seen = new Arrivals();
        long start = System.nanoTime();
        try (Client ignored = Client.subscribed(port, "bench-reader", "kept/#", seen)) {
            seen.await(count, SILENCE);
        }
        result.add(RETAINED, (seen.lastAt() - start) / 1e9);
        result.complete("retained", count, seen.count());
    }

    private void fanOut(int port, Result result) throws IOException, InterruptedException {
        Arrivals seen = new Arrivals();
        List<Client> subscribers = new ArrayList<>();
        try (Client publisher = Client.device(port, "fan-publisher", WINDOW, "nothing", message -> {})) {
            for (int i = 0; i < SUBSCRIBERS; i++) {
                subscribers.add(Client.device(port, "fan-" + i, WINDOW, "fan", seen));
            }
            IntFunction<Message> message = i -> new Message("fan", VALUE, false);
            int warm = publish(publisher, message, amounts.fanOut() / WARM_PART);
            seen.await(warm * SUBSCRIBERS, SILENCE);
            int before = seen.count();
            long start = System.nanoTime();
            int count = publish(publisher, message, amounts.fanOut());
            seen.await(before + count * SUBSCRIBERS, SILENCE);
            result.add(FAN_OUT, (seen.count() - before) * 1e9 / (seen.lastAt() - start));
            result.complete("fan-out", count * SUBSCRIBERS, seen.count() - before);
        } finally {
            for (Client subscriber : subscribers) {
                subscriber.close();
            }
        }
    }

    /** @return how many of the count, for which there was time */
    private static int publish(Client publisher, IntFunction<Message> message, int count)
            throws IOException, InterruptedException {
        long limit = System.nanoTime() + STEP;
        int i = 0;
        while (i < count && System.nanoTime() < limit) {
            publisher.publish(message.apply(i++));
        }
        return i;
    }

    @SuppressWarnings("try") // The connection is there to receive.
    private void flow(int port, Result result) throws IOException, InterruptedException {
        Arrivals seen = new Arrivals();
        try (Client ignored = Client.device(port, "flow-reader", WINDOW, "flow", seen);
                Client publisher = Client.device(port, "flow-publisher", WINDOW, "nothing", message -> {})) {
            IntFunction<Message> message = i -> new Message("flow", VALUE, false);
            int warm = publish(publisher, message, amounts.commands() / WARM_PART);
            seen.await(warm, SILENCE);
            int before = seen.count();
            long start = System.nanoTime();
            int count = publish(publisher, message, amounts.commands());
            seen.await(before + count, SILENCE);
            result.add(FLOW, (seen.count() - before) * 1e9 / (seen.lastAt() - start));
            result.complete("one to one", count, seen.count() - before);
        }
    }

    /** From a publish to its receipt at the other client; the next goes then. */
    @SuppressWarnings("try") // The connection is there to receive.
    private void one(int port, Result result) throws IOException, InterruptedException {
        AckCounter seen = new AckCounter();
        Histogram trip = new Histogram(3);
        try (Client ignored = Client.device(port, "one-reader", WINDOW, "one", seen);
                Client publisher = Client.device(port, "one-publisher", WINDOW, "nothing", message -> {})) {
            long length = TimeUnit.MILLISECONDS.toNanos(amounts.oneMillis()) / 2;
            long start = System.nanoTime();
            for (int i = 1; System.nanoTime() - start < length; i++) {
                long sent = System.nanoTime();
                publisher.publish(new Message("one", VALUE, false));
                if (!seen.await(i, SILENCE)) {
                    result.complete("one at a time", i, i - 1);
                    return;
                }
                if (sent - start > length / WARM_PART) {
                    trip.recordValue(seen.lastAt() - sent);
                }
            }
        }
        result.add(ONE, LatencyMeasure.millis(trip, 50));
    }
}
