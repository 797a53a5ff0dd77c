package dev.piroutes.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * From a command to the LED's acknowledgement, as a third client sees it: one at a time, at a steady rate, and all at once.
 * And from a press on the system's own page.
 */
final class LatencyMeasure {
    private static final int PER_SECOND = 100;
    private static final long LOST_AFTER = TimeUnit.SECONDS.toNanos(5);
    private static final int COLD = 100;

    private final Places places;
    private final Amounts amounts;

    LatencyMeasure(Places places, Amounts amounts) {
        this.places = places;
        this.amounts = amounts;
    }

    /**
     * What was measured of one system.
     *
     * @param cold the first {@value #COLD} commands of the process
     * @param one one at a time, warm
     * @param paced at {@value #PER_SECOND} a second, from when each was due
     * @param pacedFaults lost and out of order at that rate
     * @param pacedCpu of one core at that rate, all processes, in per cent
     * @param press from the press, or null where there is no page
     */
    record Result(
            Histogram cold,
            Histogram one,
            Histogram paced,
            String pacedFaults,
            double pacedCpu,
            Burst burst,
            @Nullable Histogram press) {}

    Map<Contender, Result> measure(List<Contender> contenders) {
        Map<Contender, Result> results = new LinkedHashMap<>();
        for (Contender contender : contenders) {
            Console.say("latency of " + contender.name());
            try (Running running = contender.start(places.fresh(contender))) {
                Online.await(running);
                results.put(contender, measure(contender, running));
            } catch (Exception e) {
                Console.missed(contender.name(), e);
            }
        }
        return results;
    }

    private Result measure(Contender contender, Running running) throws Exception {
        int port = running.place().port();
        Histogram cold = new Histogram(3);
        Histogram one = new Histogram(3);
        Histogram paced = new Histogram(3);
        String faults;
        double cpu;
        AckCounter acks = new AckCounter();
        try (Client client = Client.subscribed(port, "bench-latency", Topics.ACKNOWLEDGEMENT, acks)) {
            for (int i = 0; i < COLD; i++) {
                one(client, acks, cold);
            }
            oneAtATime(client, acks, new Histogram(3), amounts.warmMillis());
            oneAtATime(client, acks, one, amounts.oneMillis());
            Duration before = Footprint.of(running.pids()).cpu();
            faults = paced(client, acks, paced);
            Duration used = Footprint.of(running.pids()).cpu().minus(before);
            cpu = used.toNanos() / 1e7 / amounts.pacedSeconds();
        }
        Histogram press = null;
        if (contender.pressMethod() != PressMethod.NONE) {
            try {
                press = presses(contender, running.place());
            } catch (Exception e) {
                Console.missed("a press on " + contender.name(), e);
            }
        }
        Burst burst = Burst.of(amounts.commands(), port);
        return new Result(cold, one, paced, faults, cpu, burst, press);
    }

    private static void oneAtATime(Client client, AckCounter acks, Histogram into, long millis)
            throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < until) {
            one(client, acks, into);
        }
    }

    private static void one(Client client, AckCounter acks, Histogram into) throws IOException, InterruptedException {
        int before = acks.count();
        long sent = System.nanoTime();
        client.publish(Topics.TOGGLE);
        if (!acks.await(before + 1, LOST_AFTER)) {
            throw new BenchException("a command was not acknowledged within 5 s");
        }
        if (acks.count() != before + 1) {
            throw new BenchException("a command was acknowledged twice");
        }
        into.recordValue(acks.lastAt() - sent);
    }

    /**
     * Times each command from when it was due, not from when it could be sent: a system that stalls is charged for every
     * command that had to wait (no coordinated omission).
     */
    private String paced(Client client, AckCounter acks, Histogram into) throws IOException, InterruptedException {
        int count = PER_SECOND * amounts.pacedSeconds();
        long interval = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
        int before = acks.count();
        int swapsBefore = acks.swaps();
        acks.keepTimes(count);
        long start = System.nanoTime() + interval;
        for (int i = 0; i < count; i++) {
            for (long left; (left = start + i * interval - System.nanoTime()) > 0; ) {
                LockSupport.parkNanos(left);
            }
            client.publish(Topics.TOGGLE);
        }
        acks.await(before + count, LOST_AFTER);
        long[] times = acks.times();
        Burst outcome = new Burst(count, acks.count() - before, acks.swaps() - swapsBefore, 0);
        for (int i = 0; i < Math.min(count, outcome.acknowledged()); i++) {
            into.recordValue(times[i] - start - i * interval);
        }
        return outcome.faults();
    }

    @SuppressWarnings("try") // The connection is there to receive.
    private Histogram presses(Contender contender, Place place) throws Exception {
        PressMethod.Button button = contender.pressMethod().on(place);
        Histogram press = new Histogram(3);
        AckCounter acks = new AckCounter();
        try (Client ignored = Client.subscribed(place.port(), "bench-press", Topics.ACKNOWLEDGEMENT, acks)) {
            for (int i = 0; i < amounts.presses(); i++) {
                long at = System.nanoTime();
                button.set(true);
                if (!acks.await(i + 1, LOST_AFTER)) {
                    throw new BenchException("press " + (i + 1) + " was not acknowledged within 5 s");
                }
                press.recordValue(acks.lastAt() - at);
                button.set(false);
                // The release must last longer than the debounce time, on a busy machine too, to count.
                Console.pause(100);
            }
        }
        return press;
    }

    /** Ratios are to the floor: on Pi Routes' broker for what is durable, on Mosquitto for what is not. */
    static String tables(Map<Contender, Result> results) {
        Table steady = new Table(
                "system",
                "durable",
                "one at a time, ms: p50",
                "× floor",
                "p99",
                "max",
                "at 100/s, ms: p50",
                "p99",
                "max",
                "faults",
                "CPU at 100/s, % of one core");
        Table rest = new Table(
                "system",
                "at once, per second",
                "faults",
                "first 100 of the process, ms: p50",
                "press, ms: p50",
                "p99");
        results.forEach((contender, result) -> {
            steady.row(
                    contender.name(),
                    contender.durable() ? "yes" : "no",
                    millis(result.one(), 50),
                    millis(result.one(), 50) / floor(results, contender),
                    millis(result.one(), 99),
                    millis(result.one(), 100),
                    millis(result.paced(), 50),
                    millis(result.paced(), 99),
                    millis(result.paced(), 100),
                    result.pacedFaults(),
                    result.pacedCpu());
            Histogram press = result.press();
            rest.row(
                    contender.name(),
                    result.burst().perSecond(),
                    result.burst().faults(),
                    millis(result.cold(), 50),
                    press == null ? "" : millis(press, 50),
                    press == null ? "" : millis(press, 99));
        });
        return steady + "\n" + rest;
    }

    private static double floor(Map<Contender, Result> results, Contender contender) {
        String name = contender.durable() ? "floor" : "floor-mosquitto";
        return results.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .mapToDouble(entry -> millis(entry.getValue().one(), 50))
                .findFirst()
                .orElse(Double.NaN);
    }

    static double millis(Histogram histogram, double percentile) {
        return histogram.getTotalCount() == 0 ? Double.NaN : histogram.getValueAtPercentile(percentile) / 1e6;
    }
}
