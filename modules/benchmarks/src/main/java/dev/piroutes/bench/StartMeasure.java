package dev.piroutes.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * From launch to both devices {@code online}, and what the processes take of memory then and after a burst. The systems
 * take turns, so that a machine that gets slower gets slower for all; each start has a fresh folder. A first round, which
 * brings the files into the page cache, does not count.
 */
final class StartMeasure {
    private final Places places;
    private final Amounts amounts;

    StartMeasure(Places places, Amounts amounts) {
        this.places = places;
        this.amounts = amounts;
    }

    /** What was measured of one system. */
    record Result(
            Series millis,
            Series idle,
            Series idlePss,
            Series used,
            Series usedPss,
            Series rate,
            Series lost,
            Series swaps) {
        Result() {
            this(
                    new Series(),
                    new Series(),
                    new Series(),
                    new Series(),
                    new Series(),
                    new Series(),
                    new Series(),
                    new Series());
        }
    }

    Map<Contender, Result> measure(List<Contender> contenders) {
        Map<Contender, Result> results = new LinkedHashMap<>();
        for (Contender contender : contenders) {
            try {
                round(contender, new Result(), 0);
                results.put(contender, new Result());
            } catch (BenchException e) {
                Console.missed(contender.name(), e);
            }
        }
        for (int i = 1; i <= amounts.rounds(); i++) {
            Console.say("start " + i + " of " + amounts.rounds());
            int burst = i <= amounts.burstRounds() ? amounts.commands() : 0;
            results.forEach((contender, result) -> tryRound(contender, result, burst));
        }
        return results;
    }

    private void tryRound(Contender contender, Result result, int burst) {
        try {
            round(contender, result, burst);
        } catch (BenchException e) {
            Console.missed("a start of " + contender.name(), e);
        }
    }

    private void round(Contender contender, Result result, int burst) {
        try (Running running = contender.start(places.fresh(contender))) {
            result.millis().add(Online.await(running));
            Console.pause(amounts.idleMillis());
            Footprint idle = Footprint.of(running.pids());
            result.idle().add(idle.residentMb());
            result.idlePss().add(idle.proportionalMb());
            if (burst > 0) {
                burst(running, result, burst);
            }
        }
    }

    private void burst(Running running, Result result, int count) {
        Burst burst = Burst.of(count, running.place().port());
        result.rate().add(burst.perSecond());
        result.lost().add(burst.lost());
        result.swaps().add(burst.swaps());
        Console.pause(amounts.idleMillis());
        Footprint used = Footprint.of(running.pids());
        result.used().add(used.residentMb());
        result.usedPss().add(used.proportionalMb());
    }

    /** Ratios are to the first system. */
    String tables(Map<Contender, Result> results) {
        Table start = new Table("system", "starts", "ms until online: median", "min", "max", "ratio");
        Table memory = new Table(
                "system",
                "idle, MB: resident",
                "PSS",
                "ratio",
                "after a burst, MB: resident",
                "PSS",
                "burst, per second",
                "durable",
                "lost",
                "out of order");
        double first = median(results, Result::millis);
        double size = median(results, Result::idle);
        results.forEach((contender, result) -> {
            Series ms = result.millis();
            start.row(
                    contender.name(),
                    ms.size() + " of " + amounts.rounds(),
                    ms.median(),
                    ms.min(),
                    ms.max(),
                    ms.median() / first);
            memory.row(
                    contender.name(),
                    result.idle().median(),
                    result.idlePss().median(),
                    result.idle().median() / size,
                    result.used().median(),
                    result.usedPss().median(),
                    result.rate().median(),
                    contender.durable() ? "yes" : "no",
                    result.lost().range(),
                    result.swaps().range());
        });
        return start + "\n" + memory;
    }

    private static double median(Map<Contender, Result> results, Function<Result, Series> figure) {
        return results.values().stream()
                .findFirst()
                .map(figure)
                .map(Series::median)
                .orElse(Double.NaN);
    }
}
