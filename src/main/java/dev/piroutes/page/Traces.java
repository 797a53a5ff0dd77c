package dev.piroutes.page;

import dev.piroutes.page.Trace.Leg;
import dev.piroutes.topic.TopicFilter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Joins what happened at pins, devices and broker to traces: within a route by its exchange, from one device to the next
 * first in, first out. It is told what happened where it happened, and measures nothing itself. Thread-safe.
 */
final class Traces {
    static final int KEPT = 200;
    /** So many begin in a second at most; of a flood the others are left out. */
    static final int A_SECOND = 50;
    /** The same while nobody looks: whoever comes sees the last presses, and a flood costs nothing. */
    static final int A_SECOND_UNSEEN = 10;
    /** So many messages may be on their way to a route. */
    private static final int MOST_UNHANDLED = 1000;
    /** How long after the broker has it a message may take to be handled in this process. */
    static final long PATIENCE_NANOS = 30_000_000_000L;

    /** A route's run: what it was started by, and the trace that it is part of. */
    private static final class Run {
        final Moment begun;
        final @Nullable Integer pin;
        final @Nullable String topic;
        final @Nullable String device;

        @Nullable
        Trace trace;

        boolean answers;
        boolean leftOut;

        Run(Moment begun, @Nullable Integer pin, @Nullable String topic, @Nullable String device) {
            this.begun = begun;
            this.pin = pin;
            this.topic = topic;
            this.device = device;
        }
    }

    private record Unacknowledged(String exchange, @Nullable Trace trace, Leg leg, long nanoTime) {}

    /** Stands in a row for one that is left out. */
    private static final Trace LEFT_OUT = new Trace(0, "", 0, 0);

    private final Consumer<Trace> changed;
    private final BooleanSupplier seen;
    private final Map<Long, Trace> traces = new LinkedHashMap<>();
    private final Map<Trace, Long> patience = new HashMap<>();
    private final Map<String, Run> runs = new HashMap<>();
    private final Map<String, Deque<Unacknowledged>> unacknowledged = new HashMap<>();
    private final Map<String, Deque<Trace>> unhandled = new HashMap<>();
    private Map<String, Actor> actors = Map.of();
    private Map<String, String> devices = Map.of();
    private long nextId;
    private long second;
    private int begun;

    /**
     * @param changed is told of a trace that has got on; what it is then, {@link #json} says
     * @param seen whether somebody looks
     */
    Traces(Consumer<Trace> changed, BooleanSupplier seen) {
        this.changed = changed;
        this.seen = seen;
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
        unhandled.keySet().retainAll(byRoute.keySet());
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
        Deque<Trace> waiting = unhandled.getOrDefault(route, new ArrayDeque<>());
        Trace next;
        do {
            next = waiting.poll();
        } while (next != null && next.done());
        run.leftOut = next == LEFT_OUT;
        if (next != null && !run.leftOut) {
            run.trace = next;
            reach(next, Leg.HANDLED, when.nanoTime(), Map.of("device", actor.device()));
        }
        runs.put(exchange, run);
    }

    /** A route hands a message to its device. */
    synchronized void published(String exchange, String topic, String payload, boolean acknowledged, Moment when) {
        Run run = runs.get(exchange);
        Leg leg = Leg.ACK;
        Trace trace = null;
        if (run != null && run.topic != null) {
            trace = run.trace;
            run.answers = trace != null && acknowledged;
        } else if (run != null && run.trace == null) {
            leg = Leg.BROKER;
            trace = start(run, topic, payload, when);
        }
        if (acknowledged) {
            unacknowledged
                    .computeIfAbsent(topic, t -> new ArrayDeque<>())
                    .addLast(new Unacknowledged(exchange, trace, leg, when.nanoTime()));
        }
    }

    private @Nullable Trace start(Run run, String topic, String payload, Moment when) {
        if (!mayBegin(when.nanoTime())) {
            enqueue(topic, LEFT_OUT);
            return null;
        }
        Trace trace = run.pin == null ? trace("publish", when) : trace("press", run.begun);
        trace.describe("pin", run.pin);
        trace.describe("device", run.device);
        trace.describe("topic", topic);
        trace.describe("payload", payload);
        run.trace = trace;
        if (run.pin != null) {
            trace.reach(Leg.PRESS, run.begun.nanoTime(), Map.of("pin", run.pin));
        }
        enqueue(topic, trace);
        reach(trace, Leg.PUBLISH, when.nanoTime(), Map.of());
        return trace;
    }

    private void enqueue(String topic, Trace trace) {
        actors.forEach((route, actor) -> {
            if (TopicFilter.matches(actor.filter(), topic)) {
                Deque<Trace> row = unhandled.computeIfAbsent(route, r -> new ArrayDeque<>());
                if (row.size() == MOST_UNHANDLED) {
                    row.clear(); // they do not come
                }
                row.addLast(trace);
            }
        });
    }

    private boolean mayBegin(long nanoTime) {
        if (begun == 0 || nanoTime - second >= 1_000_000_000L) {
            second = nanoTime;
            begun = 0;
        }
        return begun++ < (seen.getAsBoolean() ? A_SECOND : A_SECOND_UNSEEN);
    }

    private Trace trace(String kind, Moment begun) {
        Trace trace = new Trace(++nextId, kind, begun.nanoTime(), begun.date());
        traces.put(trace.id(), trace);
        if (traces.size() > KEPT) {
            Trace oldest = traces.remove(traces.keySet().iterator().next());
            patience.remove(oldest);
        }
        return trace;
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
        Trace trace = message.trace();
        if (trace == null) {
            return;
        }
        reach(trace, message.leg(), nanoTime, message.leg() == Leg.ACK ? Map.of("topic", topic) : Map.of());
        boolean handledHere =
                unhandled.values().stream().anyMatch(row -> row.contains(trace)) || trace.has(Leg.HANDLED);
        if (trace.has(Leg.ACK) && trace.has(Leg.BROKER) || !handledHere) {
            end(trace);
        } else {
            patience.put(trace, nanoTime);
        }
    }

    /** A route has written a pin. */
    synchronized void switched(String exchange, int pin, String state, long nanoTime) {
        Run run = runs.get(exchange);
        if (run == null) {
            return;
        }
        if (run.trace == null && run.topic != null && !run.leftOut && mayBegin(nanoTime)) {
            Trace trace = trace("command", run.begun);
            trace.describe("topic", run.topic);
            for (Leg leg : new Leg[] {Leg.PUBLISH, Leg.BROKER}) {
                trace.reach(leg, null, Map.of());
            }
            trace.reach(Leg.HANDLED, run.begun.nanoTime(), Map.of("device", String.valueOf(run.device)));
            run.trace = trace;
        }
        if (run.trace != null && run.topic != null) {
            reach(run.trace, Leg.PIN, nanoTime, Map.of("pin", pin, "state", state));
        }
    }

    /** A route's run is over. */
    synchronized void ended(String exchange) {
        Run run = runs.remove(exchange);
        if (run != null && run.topic != null && run.trace != null && !run.answers) {
            end(run.trace);
        }
    }

    /** Gives up what has waited too long, or been left out because somebody else's message came first. */
    synchronized void tidy(long nanoTime) {
        List<Trace> late = patience.entrySet().stream()
                .filter(entry -> nanoTime - entry.getValue() > PATIENCE_NANOS)
                .map(Map.Entry::getKey)
                .toList();
        late.forEach(trace -> {
            trace.reach(Leg.HANDLED, null, Map.of()); // it should have been
            end(trace);
        });
    }

    private void reach(Trace trace, Leg leg, long nanoTime, Map<String, Object> details) {
        if (!trace.done() && !trace.has(leg)) {
            trace.reach(leg, nanoTime, details);
            changed.accept(trace);
        }
    }

    private void end(Trace trace) {
        if (!trace.done()) {
            trace.end();
            changed.accept(trace);
        }
        patience.remove(trace);
        unhandled.values().forEach(row -> row.remove(trace));
    }

    /** How a trace is now. */
    synchronized JsonObject json(Trace trace) {
        return trace.toJson();
    }

    synchronized List<JsonObject> latest() {
        return new ArrayList<>(traces.values().stream().map(Trace::toJson).toList());
    }
}
