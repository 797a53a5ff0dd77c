package dev.piroutes.page;

import dev.piroutes.page.Way.Leg;
import dev.piroutes.topic.TopicFilter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Joins what happened at pins, devices and broker to ways: within a route by its exchange, from one device to the next
 * first in, first out. It is told what happened where it happened, and measures nothing itself. Thread-safe.
 */
final class Ways {
    static final int KEPT = 200;
    /** How long after the broker has it a message may take to be obeyed in this process. */
    static final long PATIENCE_NANOS = 30_000_000_000L;

    /** A route's run: what it was started by, and the way that it is part of. */
    private static final class Run {
        final Moment begun;
        final @Nullable Integer pin;
        final @Nullable String topic;
        final @Nullable String device;

        @Nullable
        Way way;

        boolean answers;

        Run(Moment begun, @Nullable Integer pin, @Nullable String topic, @Nullable String device) {
            this.begun = begun;
            this.pin = pin;
            this.topic = topic;
            this.device = device;
        }
    }

    private record Unacknowledged(String exchange, @Nullable Way way, Leg leg, long nanoTime) {}

    private final Consumer<Way> changed;
    private final Map<Long, Way> ways = new LinkedHashMap<>();
    private final Map<Way, Long> patience = new HashMap<>();
    private final Map<String, Run> runs = new HashMap<>();
    private final Map<String, Deque<Unacknowledged>> unacknowledged = new HashMap<>();
    private final Map<String, Deque<Way>> unobeyed = new HashMap<>();
    private Map<String, Actor> actors = Map.of();
    private Map<String, String> devices = Map.of();
    private long nextId;

    /** @param changed is told of a way that has got on; it must not keep it */
    Ways(Consumer<Way> changed) {
        this.changed = changed;
    }

    /**
     * What runs, by the id of its route.
     *
     * @param byRoute the routes that act on messages
     * @param devicesByRoute the client id over which a route publishes
     */
    synchronized void actors(Map<String, Actor> byRoute, Map<String, String> devicesByRoute) {
        actors = Map.copyOf(byRoute);
        devices = Map.copyOf(devicesByRoute);
        unobeyed.keySet().retainAll(byRoute.keySet());
    }

    /** A route was started by a pin, or, without one, by something else than a message. */
    synchronized void begun(String exchange, String route, @Nullable Integer pin, Moment when) {
        runs.put(exchange, new Run(when, pin, null, devices.get(route)));
    }

    /** A route was started by a message. */
    synchronized void received(String exchange, String route, String topic, Moment when) {
        Actor actor = actors.get(route);
        if (actor == null) {
            return;
        }
        Run run = new Run(when, null, topic, actor.device());
        Deque<Way> waiting = unobeyed.getOrDefault(route, new ArrayDeque<>());
        do {
            run.way = waiting.poll();
        } while (run.way != null && run.way.done());
        if (run.way != null) {
            reach(run.way, Leg.OBEYED, when.nanoTime(), Map.of("device", actor.device()));
        }
        runs.put(exchange, run);
    }

    /** A route hands a message to its device. */
    synchronized void published(String exchange, String topic, String payload, boolean acknowledged, Moment when) {
        Run run = runs.get(exchange);
        Leg leg = Leg.ACK;
        Way way = null;
        if (run != null && run.topic != null) {
            way = run.way;
            run.answers = way != null && acknowledged;
        } else if (run != null && run.way == null) {
            leg = Leg.BROKER;
            way = start(run, topic, payload, when);
        }
        if (acknowledged) {
            unacknowledged
                    .computeIfAbsent(topic, t -> new ArrayDeque<>())
                    .addLast(new Unacknowledged(exchange, way, leg, when.nanoTime()));
        }
    }

    private Way start(Run run, String topic, String payload, Moment when) {
        Way way = run.pin == null ? way("publish", when) : way("press", run.begun);
        way.describe("pin", run.pin);
        way.describe("device", run.device);
        way.describe("topic", topic);
        way.describe("payload", payload);
        run.way = way;
        if (run.pin != null) {
            way.reach(Leg.PRESS, run.begun.nanoTime(), Map.of("pin", run.pin));
        }
        actors.forEach((route, actor) -> {
            if (TopicFilter.matches(actor.filter(), topic)) {
                unobeyed.computeIfAbsent(route, r -> new ArrayDeque<>()).addLast(way);
            }
        });
        reach(way, Leg.PUBLISH, when.nanoTime(), Map.of());
        return way;
    }

    private Way way(String kind, Moment begun) {
        Way way = new Way(++nextId, kind, begun.nanoTime(), begun.date());
        ways.put(way.id(), way);
        if (ways.size() > KEPT) {
            Way oldest = ways.remove(ways.keySet().iterator().next());
            patience.remove(oldest);
        }
        return way;
    }

    /** The publish failed: there will be no acknowledgement. */
    synchronized void notPublished(String exchange, String topic) {
        Deque<Unacknowledged> waiting = unacknowledged.getOrDefault(topic, new ArrayDeque<>());
        waiting.removeIf(message -> message.exchange().equals(exchange));
    }

    /**
     * The broker has acknowledged a message.
     *
     * @param published when its device was asked to publish it: what an earlier process published is not in the row
     */
    synchronized void acknowledged(String topic, long published, long nanoTime) {
        Deque<Unacknowledged> waiting = unacknowledged.get(topic);
        if (waiting == null || waiting.isEmpty() || waiting.peek().nanoTime() - published > 0) {
            return;
        }
        Unacknowledged message = waiting.poll();
        Way way = message.way();
        if (way == null) {
            return;
        }
        reach(way, message.leg(), nanoTime, message.leg() == Leg.ACK ? Map.of("topic", topic) : Map.of());
        boolean obeyedHere = unobeyed.values().stream().anyMatch(row -> row.contains(way)) || way.has(Leg.OBEYED);
        if (way.has(Leg.ACK) && way.has(Leg.BROKER) || !obeyedHere) {
            end(way);
        } else {
            patience.put(way, nanoTime);
        }
    }

    /** A route has written a pin. */
    synchronized void switched(String exchange, int pin, String state, long nanoTime) {
        Run run = runs.get(exchange);
        if (run == null) {
            return;
        }
        if (run.way == null && run.topic != null) {
            Way way = way("command", run.begun);
            way.describe("topic", run.topic);
            for (Leg leg : new Leg[] {Leg.PRESS, Leg.PUBLISH, Leg.BROKER}) {
                way.reach(leg, null, Map.of());
            }
            way.reach(Leg.OBEYED, run.begun.nanoTime(), Map.of("device", String.valueOf(run.device)));
            run.way = way;
        }
        if (run.way != null && run.topic != null) {
            reach(run.way, Leg.PIN, nanoTime, Map.of("pin", pin, "state", state));
        }
    }

    /** A route's run is over. */
    synchronized void ended(String exchange) {
        Run run = runs.remove(exchange);
        if (run != null && run.topic != null && run.way != null && !run.answers) {
            end(run.way);
        }
    }

    /** Gives up what has waited too long, or been left out because somebody else's message came first. */
    synchronized void tidy(long nanoTime) {
        List<Way> late = patience.entrySet().stream()
                .filter(entry -> nanoTime - entry.getValue() > PATIENCE_NANOS)
                .map(Map.Entry::getKey)
                .toList();
        late.forEach(this::end);
    }

    private void reach(Way way, Leg leg, long nanoTime, Map<String, Object> details) {
        if (!way.done() && !way.has(leg)) {
            way.reach(leg, nanoTime, details);
            changed.accept(way);
        }
    }

    private void end(Way way) {
        if (!way.done()) {
            way.end();
            changed.accept(way);
        }
        patience.remove(way);
        unobeyed.values().forEach(row -> row.remove(way));
    }

    synchronized List<JsonObject> latest() {
        return new ArrayList<>(ways.values().stream().map(Way::toJson).toList());
    }
}
