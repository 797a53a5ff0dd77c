package dev.piroutes.watch;

import dev.piroutes.words.Count;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/** What {@code /observe/status} says, for a person: a line for each part. */
public final class StatusText {

    private final JsonObject status;
    private final List<String> lines = new ArrayList<>();

    private StatusText(JsonObject status) {
        this.status = status;
    }

    public static List<String> of(JsonObject status) {
        StatusText text = new StatusText(status);
        text.program();
        text.health();
        if (status.get("gpio") instanceof JsonObject gpio) {
            text.line("board", String.valueOf(gpio.get("board")));
        }
        if (status.get("broker") instanceof JsonObject broker) {
            text.broker(broker);
        }
        text.each(status, "certificates", text::certificate);
        text.each(status, "devices", text::device);
        if (status.get("gpio") instanceof JsonObject gpio) {
            text.each(gpio, "pins", text::pin);
        }
        text.each(status, "sensors", text::sensor);
        return text.lines;
    }

    /** Whether all of it works. */
    public static boolean isHealthy(JsonObject status) {
        return status.get("health") instanceof JsonObject health && "UP".equals(health.get("status"));
    }

    private void program() {
        line(
                "running",
                "Pi Routes " + status.get("version") + " for " + duration(number(status, "uptime")) + ", process "
                        + status.get("pid") + ", Java " + status.get("java"));
    }

    private void health() {
        if (!(status.get("health") instanceof JsonObject health)) {
            return;
        }
        int before = lines.size();
        each(health, "checks", check -> {
            if (!"UP".equals(check.get("status"))) {
                line("health", "DOWN " + check.get("name") + ": " + check.getOrDefault("message", "no reason given"));
            } else if (check.get("message") instanceof String message) {
                line("health", "degraded " + check.get("name") + ": " + message);
            }
        });
        if (health.get("degraded") instanceof JsonArray degraded) {
            degraded.forEach(what -> line("health", "degraded: " + what));
        }
        if (lines.size() == before && isHealthy(status)) {
            line("health", "all is well");
        }
    }

    private void broker(JsonObject broker) {
        each(broker, "listeners", this::listener);
        JsonObject figures = figures(broker);
        if (!Boolean.TRUE.equals(broker.get("running"))) {
            line(
                    "broker",
                    broker.get("url") + " takes no connections now (" + broker.getOrDefault("phase", "stopped") + ")");
            return;
        }
        line(
                "broker",
                broker.get("url") + ": " + whole(figures, "connections") + " connected, "
                        + Count.of(whole(figures, "sessions"), "session") + ", " + whole(figures, "queued")
                        + " queued, " + whole(figures, "dropped")
                        + " dropped, "
                        + whole(figures, "retained") + " retained, " + megabytes(figures, "diskUsed") + " on disk, "
                        + megabytes(figures, "diskFree") + " free"
                        + (whole(figures, "stalled") > 0
                                ? ", " + Count.of(whole(figures, "stalled"), "client") + " STALLED"
                                : ""));
    }

    private void certificate(JsonObject certificate) {
        if (!"GOOD".equals(certificate.get("state"))) {
            line("tls", String.valueOf(certificate.get("text")));
        }
    }

    private void listener(JsonObject listener) {
        line(
                "listens",
                listener.get("address") + " (" + listener.get("name") + "), "
                        + (Boolean.TRUE.equals(listener.get("tls")) ? "TLS only" : "without TLS")
                        + (Boolean.TRUE.equals(listener.get("loopback")) ? ", for this machine only" : ""));
    }

    private void device(JsonObject device) {
        JsonObject figures = figures(device);
        boolean connected = Boolean.TRUE.equals(device.get("connected"));
        double now = number(status, "now") / 1000;
        double since = number(device, "since") / 1000;
        StringBuilder text = new StringBuilder(String.valueOf(device.get("clientId")));
        text.append(connected ? ": connected" : ": NOT CONNECTED");
        if (since > 0) {
            text.append(" for ").append(duration(now - since));
        }
        if (!connected) {
            text.append(" (").append(device.get("problem")).append(')');
        }
        text.append("; in ").append(whole(figures, "received"));
        text.append(", out ").append(whole(figures, "published"));
        text.append(", outbox ").append(whole(figures, "outboxMessages"));
        if (number(figures, "outboxOldestAge") >= 1) {
            text.append(" (oldest ")
                    .append(duration(number(figures, "outboxOldestAge")))
                    .append(')');
        }
        long lost = whole(figures, "refused")
                + whole(figures, "expired")
                + whole(figures, "failed")
                + whole(figures, "rejected")
                + whole(figures, "discarded");
        if (lost > 0) {
            text.append(", lost or given up ").append(lost);
        }
        if (number(figures, "lastMessage") > 0) {
            text.append("; last message ")
                    .append(duration(now - number(figures, "lastMessage")))
                    .append(" ago");
        }
        line("device", text.toString());
    }

    private void pin(JsonObject pin) {
        String routes = pin.get("routes") instanceof JsonArray names
                ? names.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : "";
        line(
                "pin",
                pin.get("name") + ": " + pin.get("use") + " " + pin.get("state") + " (" + pin.get("level") + "); "
                        + Count.of(whole(figures(pin), "edges"), "edge") + "; " + routes);
    }

    private void sensor(JsonObject sensor) {
        String value = sensor.get("value") == null ? "not read yet" : sensor.get("value") + " " + sensor.get("unit");
        String problem = sensor.get("problem") == null ? "" : "; now " + sensor.get("problem");
        line(
                "sensor",
                sensor.get("name") + ": " + value.strip() + "; " + Count.of(whole(sensor, "good"), "reading") + ", "
                        + whole(sensor, "bad") + " without a value" + problem);
    }

    private void each(JsonObject json, String list, java.util.function.Consumer<JsonObject> action) {
        if (json.get(list) instanceof JsonArray entries) {
            entries.forEach(entry -> action.accept((JsonObject) entry));
        }
    }

    private void line(String part, String text) {
        lines.add("%-8s %s".formatted(part, text));
    }

    private static JsonObject figures(JsonObject json) {
        return json.get("figures") instanceof JsonObject figures ? figures : new JsonObject();
    }

    private static double number(JsonObject json, String key) {
        return json.get(key) instanceof Number number ? number.doubleValue() : 0;
    }

    private static long whole(JsonObject json, String key) {
        return (long) number(json, key);
    }

    private static String megabytes(JsonObject json, String key) {
        return whole(json, key) / 1_000_000 + " MB";
    }

    /** The two largest units of a time. */
    static String duration(double seconds) {
        Duration time = Duration.ofSeconds(Math.max(0, (long) seconds));
        if (time.toDays() > 0) {
            return time.toDays() + " d " + time.toHoursPart() + " h";
        }
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        if (time.toMinutes() > 0) {
            return time.toMinutes() + " min " + time.toSecondsPart() + " s";
        }
        return time.toSeconds() + " s";
    }
}
