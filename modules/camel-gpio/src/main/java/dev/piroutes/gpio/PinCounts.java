package dev.piroutes.gpio;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often each pin changed, and how often that started a route. Keeps counting when routes are changed. */
final class PinCounts {
    private final Map<Integer, LongAdder> edges = new ConcurrentHashMap<>();
    private final Map<Integer, LongAdder> events = new ConcurrentHashMap<>();

    void edge(int pin) {
        count(edges, pin);
    }

    void event(int pin) {
        count(events, pin);
    }

    long edges(int pin) {
        return sum(edges, pin);
    }

    long events(int pin) {
        return sum(events, pin);
    }

    private static void count(Map<Integer, LongAdder> counts, int pin) {
        counts.computeIfAbsent(pin, key -> new LongAdder()).increment();
    }

    private static long sum(Map<Integer, LongAdder> counts, int pin) {
        LongAdder count = counts.get(pin);
        return count == null ? 0 : count.sum();
    }
}
