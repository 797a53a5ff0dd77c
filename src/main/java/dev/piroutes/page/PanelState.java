package dev.piroutes.page;

import dev.piroutes.gpio.BoardStatus;
import dev.piroutes.gpio.Pin;
import dev.piroutes.gpio.PinStatus;
import dev.piroutes.homeassistant.Entity;
import dev.piroutes.homeassistant.HomeAssistant;
import dev.piroutes.mqtt.MqttDevice;
import dev.piroutes.sensor.SensorStatus;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.spi.Resource;
import org.apache.camel.util.FileUtil;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

/**
 * What the panel shows, by device: what files declare for Home Assistant, and the sensors and pins of their routes. What those
 * are now, {@link BenchState} says.
 */
final class PanelState {
    /** What belongs to no device and no file. */
    private static final String NOBODY = "Board";

    private final CamelContext context;
    /** The client id over which a route publishes or subscribes. */
    private final Map<String, String> clients;

    private final Map<String, JsonObject> groups = new TreeMap<>();
    private final Set<Integer> declaredPins = new HashSet<>();

    private PanelState(CamelContext context, Map<String, String> clients) {
        this.context = context;
        this.clients = clients;
    }

    /** @param clients the client ids over which routes publish, by the ids of the routes */
    static JsonObject of(CamelContext context, Map<String, String> clients) {
        PanelState panel = new PanelState(context, clients);
        HomeAssistant.declared(context).forEach(panel::add);
        for (SensorStatus sensor : SensorStatus.of(context)) {
            panel.list(panel.readerOf(sensor.name()), "sensors").add(sensor.name());
        }
        for (PinStatus pin : BoardStatus.of(context).map(BoardStatus::pins).orElse(List.of())) {
            if (!panel.declaredPins.contains(pin.pin())) {
                panel.list(panel.owner(pin.routes().stream().map(context::getRoute)), "pins")
                        .add(pin.pin());
            }
        }
        return Browser.event("panel", "groups", new JsonArray(panel.groups.values()));
    }

    private void add(MqttDevice device, List<Entity> entities) {
        for (Entity entity : entities) {
            JsonObject json;
            Optional<String> problem = entity.problems().values().stream().findFirst();
            if (problem.isPresent()) {
                json = new JsonObject(Map.of("platform", "none", "problem", problem.get()));
            } else {
                json = new JsonObject(entity.config(device.name(), false));
                String pin = entity.options().get(Entity.PIN);
                if (pin != null) {
                    json.put("pin", Pin.parse(pin).number());
                    declaredPins.add(Pin.parse(pin).number());
                }
            }
            json.put("id", entity.id());
            list(device.name(), "entities").add(json);
        }
    }

    private JsonArray list(String group, String name) {
        JsonObject json = groups.computeIfAbsent(group, made -> {
            JsonObject empty = new JsonObject();
            empty.put("name", made);
            List.of("entities", "sensors", "pins").forEach(list -> empty.put(list, new JsonArray()));
            return empty;
        });
        return (JsonArray) json.get(name);
    }

    private String readerOf(String sensor) {
        return owner(context.getRoutes().stream().filter(route -> SensorReaders.reads(route, sensor)));
    }

    /** The device of the first of the routes, or of their file; without one it is the file itself. */
    private String owner(Stream<Route> routes) {
        List<Route> all = routes.filter(Objects::nonNull).toList();
        return all.stream()
                .map(route -> clients.get(route.getRouteId()))
                .filter(Objects::nonNull)
                .findFirst()
                .or(() -> all.stream().map(this::ownerOfFile).findFirst())
                .orElse(NOBODY);
    }

    private String ownerOfFile(Route route) {
        String file = file(route);
        return context.getRoutes().stream()
                .filter(other -> file(other).equals(file))
                .map(other -> clients.get(other.getRouteId()))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(file.replaceFirst("\\.camel\\.yaml$|\\.yaml$", ""));
    }

    private static String file(Route route) {
        Resource resource = route.getSourceResource();
        return resource == null ? NOBODY : FileUtil.stripPath(resource.getLocation());
    }
}
