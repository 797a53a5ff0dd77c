package dev.piroutes.page;

import dev.piroutes.gpio.BoardStatus;
import dev.piroutes.gpio.GpioEndpoint;
import dev.piroutes.gpio.PinStatus;
import dev.piroutes.graph.RouteOutputs;
import dev.piroutes.json.Json;
import dev.piroutes.mqtt.DeviceEndpoint;
import dev.piroutes.mqtt.DeviceStatus;
import dev.piroutes.mqtt.DeviceStatus.TopicUse;
import dev.piroutes.mqtt.MqttDevice;
import dev.piroutes.sensor.SensorStatus;
import dev.piroutes.sensor.VirtualSensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.spi.Resource;
import org.apache.camel.util.FileUtil;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** How the bench is now: pins, devices and broker, put together as the page shows them. */
final class BenchState {
    /** Statuses that have a place; beyond that only those of this program's own devices do. */
    static final int STATUSES = 200;

    private final CamelContext context;
    private final MessageSource messages;
    private final PageSettings settings;
    private final Map<String, String> statuses = new LinkedHashMap<>();
    private final Map<String, Long> statusSince = new HashMap<>();
    private final Sightings sightings = new Sightings();
    /** The status topics of this program's devices. */
    private volatile Set<String> own = Set.of();

    BenchState(CamelContext context, MessageSource messages, PageSettings settings) {
        this.context = context;
        this.messages = messages;
        this.settings = settings;
    }

    /** A message that may be a device's status; whether it was. */
    synchronized boolean message(Message message) {
        String topic = message.topic();
        boolean status = topic.endsWith("/status");
        String before = statuses.get(topic);
        if (status && before == null && statuses.size() >= STATUSES && !isOwn(topic)) {
            return false;
        }
        sightings.message(topic, message.size() == 0, message.came().millis());
        if (!status) {
            return false;
        }
        String now = message.payload();
        if (now.isEmpty()) {
            statuses.remove(topic);
            statusSince.remove(topic);
        } else {
            statuses.put(topic, now);
            if (before != null && !before.equals(now)) {
                statusSince.put(topic, message.came().millis());
            }
        }
        return true;
    }

    /** Whether it is the status topic of a device of this program, as of the last look at {@link #devices}. */
    boolean isOwn(String topic) {
        return own.contains(topic);
    }

    boolean virtual() {
        return BoardStatus.of(context).map(BoardStatus::virtual).orElse(false);
    }

    /** Whether the page may change anything: always on a virtual board, else if {@code page.control} says so. */
    boolean control() {
        return virtual() || settings.control();
    }

    /** What does not change often. */
    JsonObject bench() {
        JsonObject board = new JsonObject();
        board.put("description", BoardStatus.of(context).map(BoardStatus::board).orElse("no pins are in use"));
        board.put("virtual", virtual());
        JsonObject json = new JsonObject();
        json.put("type", "bench");
        json.put("version", settings.version());
        json.put("root", settings.root());
        json.put("broker", Json.of(messages.broker()));
        json.put("board", board);
        json.put("control", control());
        json.put("faults", virtual());
        json.put("mqtt", mqtt());
        json.put("notSeen", settings.notSeen().toMillis());
        return json;
    }

    private JsonObject mqtt() {
        String problem = messages.problem();
        JsonObject mqtt = new JsonObject();
        mqtt.put("connected", problem == null);
        mqtt.put("problem", problem);
        return mqtt;
    }

    /** Every pin in use, with the description of its first route. */
    JsonObject pins() {
        JsonArray pins = new JsonArray();
        for (PinStatus pin : BoardStatus.of(context).map(BoardStatus::pins).orElse(List.of())) {
            JsonObject json = new JsonObject(Json.of(pin));
            Route route = pin.routes().isEmpty()
                    ? null
                    : context.getRoute(pin.routes().get(0));
            json.put("label", route == null ? "" : route.getDescription());
            json.keySet().removeAll(List.of("endpoint", "figures"));
            pins.add(json);
        }
        return Browser.event("pins", "pins", pins);
    }

    /** Of what {@link #pins} says, all but levels: those are told one by one, as they change. */
    static Object uses(JsonObject pins) {
        List<JsonObject> uses = new ArrayList<>();
        for (Object entry : (JsonArray) pins.get("pins")) {
            JsonObject use = new JsonObject((JsonObject) entry);
            use.remove("level");
            use.remove("state");
            uses.add(use);
        }
        return uses;
    }

    /** Every sensor that routes read, with the description of the first of them and how far it can be moved if it is simulated. */
    JsonObject sensors() {
        JsonArray sensors = new JsonArray();
        for (SensorStatus sensor : SensorStatus.of(context)) {
            JsonObject json = new JsonObject(Json.of(sensor));
            json.keySet().removeAll(List.of("good", "quantity"));
            json.put("label", label(sensor.name()));
            json.put("low", sensor.quantity().low());
            json.put("high", sensor.quantity().high());
            json.put("decimals", sensor.quantity().decimals());
            sensors.add(json);
        }
        return Browser.event("sensors", "sensors", sensors);
    }

    private String label(String sensor) {
        return context.getRoutes().stream()
                .filter(route -> SensorReaders.reads(route, sensor))
                .map(Route::getDescription)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    /** @throws IllegalArgumentException if it is a real one */
    void measure(String sensor, double value) {
        context.getRegistry().findByType(VirtualSensors.class).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(sensor + " is a real sensor: it measures by itself"))
                .measure(sensor, value);
    }

    /** The state of a pin in use. */
    Optional<PinStatus> pin(int number) {
        return BoardStatus.of(context).flatMap(board -> board.pin(number));
    }

    /** @throws IllegalArgumentException if this program has no device with the client id */
    MqttDevice device(String clientId) {
        return context.getRegistry().findByType(MqttDevice.class).stream()
                .filter(device -> device.name().equals(clientId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no device \"" + clientId + "\" here"));
    }

    /** The devices of this program, then those that only their status topic tells of. */
    JsonObject devices() {
        JsonArray devices = new JsonArray();
        Set<String> known = new LinkedHashSet<>();
        for (DeviceStatus device : DeviceStatus.of(context, false)) {
            if (device.statusTopic() != null) {
                known.add(device.statusTopic());
            }
            JsonObject json = new JsonObject(Json.of(device));
            json.remove("figures");
            json.put("since", since(device.clientId()));
            json.put("here", true);
            json.put("files", files(device.topics()));
            devices.add(json);
        }
        own = Set.copyOf(known);
        addStatuses(devices, known);
        return Browser.event("devices", "devices", devices);
    }

    /** As a browser counts. */
    private @Nullable Long since(String clientId) {
        Long nanoTime = device(clientId).sinceNanoTime();
        return nanoTime == null ? null : TimeUnit.NANOSECONDS.toMillis(nanoTime);
    }

    /** The broker waits for this lock, so whoever holds it asks nobody. */
    private synchronized void addStatuses(JsonArray devices, Set<String> known) {
        for (Object entry : devices) {
            JsonObject device = (JsonObject) entry;
            if (device.get("statusTopic") instanceof String status) {
                device.put("status", statuses.get(status));
            }
        }
        statuses.forEach((topic, status) -> {
            if (!known.contains(topic)) {
                devices.add(elsewhere(topic, status));
            }
        });
    }

    private JsonObject elsewhere(String topic, String status) {
        JsonObject device = new JsonObject();
        device.put("clientId", null);
        device.put("statusTopic", topic);
        device.put("status", status);
        device.put("since", statusSince.get(topic));
        device.put("seen", sightings.of(topic));
        device.put("here", false);
        device.put("topics", new JsonArray());
        device.put("files", new JsonArray());
        return device;
    }

    /** The routes that act on messages, by their id. */
    Map<String, Actor> actors() {
        Map<String, Actor> actors = new HashMap<>();
        for (DeviceStatus device : DeviceStatus.of(context, false)) {
            for (TopicUse use : device.topics()) {
                if (use.direction().equals("subscribe") && acts(use.route())) {
                    actors.put(use.route(), new Actor(use.topic(), device.clientId()));
                }
            }
        }
        return actors;
    }

    /** The client id over which a route publishes, by its id. */
    Map<String, String> publishers() {
        Map<String, String> publishers = new HashMap<>();
        for (DeviceStatus device : DeviceStatus.of(context, false)) {
            device.topics().forEach(use -> publishers.put(use.route(), device.clientId()));
        }
        // A press may come from a Kamelet: it begins in the Kamelet's own route.
        for (Route route : context.getRoutes()) {
            String client = publishers.get(route.getRouteId());
            if (client != null && route.getEndpoint() instanceof KameletEndpoint kamelet) {
                publishers.put(kamelet.getRouteId(), client);
            }
        }
        return publishers;
    }

    /** A route that moves no pin and publishes nothing only looks on. */
    private boolean acts(String id) {
        Route route = context.getRoute(id);
        return route != null && RouteOutputs.of(route).stream().anyMatch(BenchState::acts);
    }

    private static boolean acts(Endpoint step) {
        return step instanceof DeviceEndpoint
                || step instanceof KameletEndpoint
                || step instanceof GpioEndpoint pin
                        && (pin.drives() || pin.getConfiguration().isSimulate());
    }

    private JsonArray files(List<TopicUse> topics) {
        Set<String> files = new LinkedHashSet<>();
        for (TopicUse use : topics) {
            Route route = context.getRoute(use.route());
            if (route != null && route.getSourceResource() != null) {
                files.add(FileUtil.stripPath(route.getSourceResource().getLocation()));
            }
        }
        return new JsonArray(new ArrayList<>(files));
    }

    /**
     * The text of a route file.
     *
     * @throws IllegalArgumentException if no route comes from such a file
     */
    String source(String file) throws IOException {
        for (Route route : context.getRoutes()) {
            Resource resource = route.getSourceResource();
            if (resource != null && FileUtil.stripPath(resource.getLocation()).equals(file)) {
                try (InputStream in = resource.getInputStream()) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        throw new IllegalArgumentException("no route that runs comes from a file " + file);
    }
}
