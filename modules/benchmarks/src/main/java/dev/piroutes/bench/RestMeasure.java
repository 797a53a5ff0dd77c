package dev.piroutes.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * CPU time of systems that have nothing to do. They rest at the same time, since they do not disturb each other; the first
 * while after the start does not count.
 */
final class RestMeasure {
    private static final int SETTLE_PART = 3;

    private final Places places;
    private final int seconds;

    RestMeasure(Places places, int seconds) {
        this.places = places;
        this.seconds = seconds;
    }

    /** @return per cent of one core, of all processes of each system */
    Map<Contender, Double> measure(List<Contender> contenders) {
        Console.say("rest of all systems for " + (seconds + seconds / SETTLE_PART) + " s");
        Map<Contender, Running> resting = new LinkedHashMap<>();
        Map<Contender, Double> shares = new LinkedHashMap<>();
        try {
            for (Contender contender : contenders) {
                start(contender, places.beside(resting.size()), resting);
            }
            Console.pause(seconds * 1_000L / SETTLE_PART);
            List<Duration> before = cpu(resting);
            Console.pause(seconds * 1_000L);
            List<Duration> after = cpu(resting);
            int i = 0;
            for (Contender contender : resting.keySet()) {
                shares.put(contender, after.get(i).minus(before.get(i)).toNanos() / 1e7 / seconds);
                i++;
            }
            return shares;
        } finally {
            resting.values().forEach(Running::close);
        }
    }

    private static void start(Contender contender, Places places, Map<Contender, Running> resting) {
        try {
            Running running = contender.start(places.fresh(contender));
            resting.put(contender, running);
            Online.await(running);
        } catch (BenchException e) {
            Console.missed(contender.name(), e);
            Running running = resting.remove(contender);
            if (running != null) {
                running.close();
            }
        }
    }

    private static List<Duration> cpu(Map<Contender, Running> resting) {
        return new ArrayList<>(resting.values().stream()
                .map(running -> Footprint.of(running.pids()).cpu())
                .toList());
    }
}
