package dev.piroutes.watch;

import dev.piroutes.broker.BrokerStatus;
import dev.piroutes.broker.Listener;
import dev.piroutes.json.Json;
import dev.piroutes.mqtt.DeviceStatus;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/** All of a running program in one JSON object, for {@code pi-routes status} and for scripts. */
final class Status {

    private Status() {}

    static JsonObject of(String version, Watched watched) {
        JsonObject json = new JsonObject();
        json.put("version", version);
        json.put("java", Runtime.version().toString());
        json.put("pid", ProcessHandle.current().pid());
        json.put("uptime", ManagementFactory.getRuntimeMXBean().getUptime() / 1000);
        json.put("now", System.currentTimeMillis());
        json.put("health", health(watched.ready(), watched.degraded()));
        watched.broker().ifPresent(broker -> json.put("broker", broker(broker)));
        json.put("certificates", all(watched.certificates()));
        watched.board().ifPresent(board -> json.put("gpio", Json.of(board)));
        if (!watched.sensors().isEmpty()) {
            json.put("sensors", all(watched.sensors()));
        }
        if (!watched.devices().isEmpty()) {
            json.put(
                    "devices",
                    new JsonArray(
                            watched.devices().stream().map(DeviceStatus::json).toList()));
        }
        return json;
    }

    private static JsonObject broker(BrokerStatus broker) {
        JsonObject json = new JsonObject(Json.of(broker));
        json.values().removeIf(Objects::isNull);
        JsonArray listeners = new JsonArray();
        for (Listener listener : broker.listeners()) {
            JsonObject one = new JsonObject(Json.of(listener));
            one.put("address", listener.address());
            one.put("loopback", listener.isLoopback());
            listeners.add(one);
        }
        json.put("listeners", listeners);
        if (broker.figures() != null) {
            JsonArray offences = new JsonArray();
            broker.figures().offences().forEach((kind, count) -> {
                JsonObject offence = new JsonObject();
                offence.put("kind", kind);
                offence.put("figures", Map.of("count", count));
                offences.add(offence);
            });
            json.put("offences", offences);
        }
        json.put("figures", Source.figures(broker.figures()));
        return json;
    }

    private static JsonArray all(List<? extends Record> records) {
        return new JsonArray(records.stream().map(Json::of).toList());
    }

    /** @param degraded what makes nothing DOWN, but has to be looked at */
    static JsonObject health(List<Check> checks, List<String> degraded) {
        JsonArray list = new JsonArray();
        for (Check check : checks) {
            JsonObject json = new JsonObject();
            json.put("name", check.name());
            json.put("status", state(check.up()));
            if (check.message() != null) {
                json.put("message", check.message());
            }
            list.add(json);
        }
        JsonObject health = new JsonObject();
        health.put("status", state(checks.stream().allMatch(Check::up)));
        health.put("checks", list);
        if (!degraded.isEmpty()) {
            health.put("degraded", new JsonArray(degraded));
        }
        return health;
    }

    private static String state(boolean up) {
        return up ? "UP" : "DOWN";
    }
}
