package dev.piroutes.page;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/**
 * How an examination of a group's device ended, as {@code pi-routes verify} announces it.
 *
 * @param passed how many checks were passed, at most {@value #MOST}, as the two others
 * @param at when, in milliseconds since 1970
 */
record Checkpoint(int passed, int failed, int skipped, long at) {
    static final int MOST = 9999;

    /** What a payload says; empty if it is no such announcement: anybody may publish anything there. */
    static Optional<Checkpoint> of(String payload) {
        try {
            return Jsoner.deserialize(payload) instanceof JsonObject json
                    ? Optional.of(new Checkpoint(
                            count(json, "passed"),
                            count(json, "failed"),
                            count(json, "skipped"),
                            Instant.parse(String.valueOf(json.get("at"))).toEpochMilli()))
                    : Optional.empty();
        } catch (DeserializationException | DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static int count(JsonObject json, String name) {
        // As a double: of a number such as 1e999999999 that is quick, an int of it would take all memory.
        double count = json.get(name) instanceof Number number ? number.doubleValue() : -1;
        if (count < 0 || count > MOST) {
            throw new ArithmeticException(name);
        }
        return (int) count;
    }

    JsonObject toJson(String name) {
        JsonObject json = new JsonObject();
        json.put("name", name);
        json.put("passed", passed);
        json.put("failed", failed);
        json.put("skipped", skipped);
        json.put("at", at);
        return json;
    }
}
