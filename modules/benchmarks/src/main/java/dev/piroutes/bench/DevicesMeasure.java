package dev.piroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Many devices in one process of Pi Routes, on Mosquitto with its best settings: what each one more costs. A device here is a
 * generated YAML file: one connection, one subscription, and a route that answers each command. It has no pin.
 */
final class DevicesMeasure {
    private static final long LIMIT_SECONDS = 180;
    private static final int TRIPS = 2_000;
    /** Until threads and memory are read: longer than pools keep a thread that has nothing to do. */
    private static final long IDLE_MS = 6_000;

    private static final String DEVICE =
            """
            - route:
                id: @
                description: Answers each command
                from:
                  uri: paho:many/@/cmd
                  parameters: {client: "#@", qos: 1}
                  steps:
                    - to:
                        uri: paho:many/@/ack
                        parameters: {client: "#@", qos: 1}
            - beans:
                - name: "@"
                  type: dev.piroutes.mqtt.MqttDevice
                  properties: {clientId: "@", statusTopic: many/@/status}
            """;

    private final Places places;
    private final List<Integer> counts;

    DevicesMeasure(Places places, List<Integer> counts) {
        this.places = places;
        this.counts = counts;
    }

    /**
     * One process.
     *
     * @param heapMb used after a collection, NaN if this JVM's jcmd cannot tell
     * @param onlineMs from launch until all are online
     * @param trip from a command to its answer, one at a time, the devices taking turns
     */
    record Result(String system, int devices, Footprint footprint, double heapMb, double onlineMs, Histogram trip) {}

    List<Result> measure(PiRoutes program, String label) {
        List<Result> results = new ArrayList<>();
        for (int count : counts) {
            Console.say("devices: " + count + " in one process, " + label);
            Contender contender = new Contender(
                    label, "", false, PressMethod.NONE, program::missing, place -> programs(program, place, count));
            try (Running running = contender.start(places.fresh("devices"))) {
                results.add(measure(running, label, count));
            } catch (BenchException | IOException e) {
                Console.missed(count + " devices", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BenchException("interrupted", e);
            }
        }
        return results;
    }

    private static List<Program> programs(PiRoutes program, Place place, int count) throws IOException {
        Path routes = Files.createDirectories(place.folder().resolve("routes"));
        for (int i = 0; i < count; i++) {
            Files.writeString(routes.resolve("d" + i + ".camel.yaml"), DEVICE.replace("@", "d" + i));
        }
        return List.of(Mosquitto.BEST.program(place), program.devices(place, routes));
    }

    private static Result measure(Running running, String label, int count) throws IOException, InterruptedException {
        int port = running.place().port();
        double online = awaitOnline(running, count);
        Histogram trip = new Histogram(3);
        AckCounter acks = new AckCounter();
        try (Client client = Client.subscribed(port, "bench-devices", "many/+/ack", acks)) {
            for (int i = 0; i < 2 * TRIPS; i++) {
                long sent = System.nanoTime();
                client.publish(new Message("many/d" + i % count + "/cmd", i % 2 == 0 ? "ON" : "OFF", false));
                if (!acks.await(i + 1, TimeUnit.SECONDS.toNanos(5))) {
                    throw new BenchException("a command was not answered within 5 s");
                }
                if (i >= TRIPS) {
                    trip.recordValue(acks.lastAt() - sent);
                }
            }
        }
        Console.pause(IDLE_MS);
        double heap = Heap.usedMb(running.devicesPid());
        return new Result(label, count, Footprint.of(running.devicesPid()), heap, online, trip);
    }

    @SuppressWarnings("try") // The connection is there to receive.
    private static double awaitOnline(Running running, int count) throws IOException, InterruptedException {
        Set<String> online = ConcurrentHashMap.newKeySet();
        AckCounter seen = new AckCounter();
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (true) {
            try (Client ignored =
                    Client.subscribed(running.place().port(), "bench-online", "many/+/status", message -> {
                        if (message.text().equals("online") && online.add(message.topic())) {
                            seen.accept(message);
                        }
                    })) {
                while (!seen.await(count, TimeUnit.SECONDS.toNanos(1))) {
                    running.mustRun();
                    if (System.nanoTime() > limit) {
                        throw new BenchException(
                                "only " + seen.count() + " of " + count + " were online after " + LIMIT_SECONDS + " s");
                    }
                }
                return (seen.lastAt() - running.startedAt()) / 1e6;
            } catch (java.net.ConnectException e) {
                running.mustRun();
                Thread.sleep(5);
            }
        }
    }

    static Table table(List<Result> results) {
        Table table = new Table(
                "system",
                "devices",
                "all online ms",
                "heap MB",
                "KB of heap each more",
                "resident MB",
                "KB resident each more",
                "threads",
                "threads each more",
                "round trip p50 ms",
                "p99");
        Result first = null;
        for (Result result : results) {
            if (first == null || !first.system().equals(result.system())) {
                first = result;
            }
            int more = result.devices() - first.devices();
            table.row(
                    result.system(),
                    result.devices(),
                    result.onlineMs(),
                    result.heapMb(),
                    more == 0 ? "" : Table.number((result.heapMb() - first.heapMb()) * 1e3 / more),
                    result.footprint().residentMb(),
                    more == 0
                            ? ""
                            : Table.number((result.footprint().residentMb()
                                            - first.footprint().residentMb())
                                    * 1e3
                                    / more),
                    result.footprint().threads(),
                    more == 0
                            ? ""
                            : Table.number((double) (result.footprint().threads()
                                            - first.footprint().threads())
                                    / more),
                    LatencyMeasure.millis(result.trip(), 50),
                    LatencyMeasure.millis(result.trip(), 99));
        }
        return table;
    }
}
