package dev.piroutes.watch;

import java.lang.management.ManagementFactory;
import java.util.List;
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
        watched.ask("broker").ifPresent(broker -> json.put("broker", broker));
        watched.ask("certificate").ifPresent(certificates -> json.putAll(certificates));
        watched.ask("gpio").ifPresent(gpio -> json.put("gpio", gpio));
        watched.ask("mqtt-device").ifPresent(devices -> json.putAll(devices));
        return json;
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
