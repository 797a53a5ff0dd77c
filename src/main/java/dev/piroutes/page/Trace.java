package dev.piroutes.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The trace of one press: when each of its legs was reached, as far as it can be measured here. */
final class Trace {
    /** The legs, in their order. */
    enum Leg {
        /** The pin of the button changed. */
        PRESS,
        /** The route handed the message to its device. */
        PUBLISH,
        /** The broker acknowledged it. */
        BROKER,
        /** A route of another device took it. */
        HANDLED,
        /** That route had changed a pin. */
        PIN,
        /** The broker acknowledged what that route published after it. */
        ACK;

        String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private record Reached(Leg leg, @Nullable Long nanoTime, Map<String, Object> details) {}

    private final long id;
    private final String kind;
    private final long started;
    private final long origin;
    private final JsonObject head = new JsonObject();
    private final List<Reached> legs = new ArrayList<>();
    private boolean done;

    /**
     * @param kind press, publish or command: what it began with
     * @param origin when, on the clock of {@link System#nanoTime}
     * @param started the same, in milliseconds since 1970
     */
    Trace(long id, String kind, long origin, long started) {
        this.id = id;
        this.kind = kind;
        this.origin = origin;
        this.started = started;
    }

    long id() {
        return id;
    }

    void describe(String name, @Nullable Object value) {
        if (value != null) {
            head.put(name, value);
        }
    }

    boolean has(Leg leg) {
        return legs.stream().anyMatch(reached -> reached.leg == leg);
    }

    /** @param nanoTime when, or null if that is not known here */
    void reach(Leg leg, @Nullable Long nanoTime, Map<String, Object> details) {
        if (!done && !has(leg)) {
            legs.add(new Reached(leg, nanoTime, details));
        }
    }

    boolean done() {
        return done;
    }

    /**
     * Nothing more will come. What it must have passed on its way is unknown; what it did not come to is left out: nobody
     * here took the message, or no pin moved.
     */
    void end() {
        for (Leg leg : List.of(Leg.PUBLISH, Leg.BROKER, Leg.HANDLED)) {
            if (legs.stream().anyMatch(reached -> reached.leg.compareTo(leg) > 0)) {
                reach(leg, null, Map.of());
            }
        }
        done = true;
    }

    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.put("type", "trace");
        json.put("id", id);
        json.put("kind", kind);
        json.put("started", started);
        json.putAll(head);
        JsonArray reached = new JsonArray();
        legs.stream().sorted((a, b) -> a.leg.compareTo(b.leg)).forEach(leg -> {
            JsonObject entry = new JsonObject();
            entry.put("name", leg.leg.text());
            entry.put("at", leg.nanoTime == null ? null : Math.round((leg.nanoTime - origin) / 1e3) / 1e3);
            entry.putAll(leg.details);
            reached.add(entry);
        });
        json.put("legs", reached);
        json.put("done", done);
        return json;
    }
}
