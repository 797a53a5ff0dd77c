package dev.piroutes.sensor;

import dev.piroutes.json.Json;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonObject;

/** Camel's developer console {@code sensor}: every sensor that routes read, with its counters. Reads nothing itself. */
final class SensorDevConsole extends AbstractDevConsole {
    private final SensorComponent component;

    SensorDevConsole(SensorComponent component) {
        super("piroutes", "sensor", "Sensor", "Sensors that routes read");
        this.component = component;
    }

    @Override
    protected JsonObject doCallJson(Map<String, Object> options) {
        return new JsonObject(
                Map.of("sensors", component.status().stream().map(Json::of).toList()));
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        return component.status().stream()
                .map(sensor -> "  %s %s %s, %d readings, %d without a value%s%n"
                        .formatted(
                                sensor.name(),
                                sensor.value() == null ? "not read yet" : sensor.value(),
                                sensor.unit(),
                                sensor.good() + sensor.bad(),
                                sensor.bad(),
                                sensor.problem() == null ? "" : ": " + sensor.problem()))
                .collect(Collectors.joining());
    }
}
