package dev.piroutes.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.util.FileUtil;
import org.apache.camel.util.TimeUtils;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** How the bench is now: what the consoles say, put together as the page shows it. */
final class BenchState {
    /** Statuses that have a place; beyond that only those of this program's own devices do. */
    static final int STATUSES = 200;

    private static final Duration NOT_SEEN = Duration.ofMinutes(3);

    private final CamelContext context;
    private final Consoles consoles;
    private final Supplier<@Nullable String> unheard;
    private final Map<String, String> statuses = new LinkedHashMap<>();
    private final Map<String, Long> statusSince = new HashMap<>();
    private final Sightings sightings = new Sightings();
    /** The status topics of this program's devices. */
    private volatile Set<String> own = Set.of();

    /** @param unheard why no messages can be heard now, in words, or null */
    BenchState(CamelContext context, Supplier<@Nullable String> unheard) {
        this.context = context;
        this.unheard = unheard;
        this.consoles = new Consoles(context);
    }

    /** A message that may be a device's status; whether it was. */
    synchronized boolean message(Message message) {
        String topic = message.topic();
        boolean status = topic.endsWith("/status");
        String before = statuses.get(topic);
        if (status && before == null && statuses.size() >= STATUSES && !isOwn(topic)) {
            return false;
        }
        sightings.message(topic, message.size() == 0, message.time());
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
                statusSince.put(topic, message.time());
            }
        }
        return true;
    }

    /** Whether it is the status topic of a device of this program, as of the last look at {@link #devices}. */
    boolean isOwn(String topic) {
        return own.contains(topic);
    }

    private JsonObject gpio() {
        return consoles.ask("gpio", Map.of()).orElseGet(JsonObject::new);
    }

    boolean virtual() {
        return Boolean.TRUE.equals(gpio().get("virtual"));
    }

    /** Whether the page may change anything: always on a virtual board, else if {@code page.control} says so. */
    boolean control() {
        return virtual() || "true".equals(property("page.control"));
    }

    private @Nullable String property(String name) {
        return CamelContextHelper.parseText(context, "{{?" + name + "}}");
    }

    /** What does not change often. */
    JsonObject bench() {
        JsonObject gpio = gpio();
        JsonObject board = new JsonObject();
        board.put("description", gpio.getOrDefault("board", "no pins are in use"));
        board.put("virtual", virtual());
        JsonObject broker = broker();
        JsonObject json = new JsonObject();
        json.put("type", "bench");
        json.put("version", String.valueOf(property("pi-routes.version")));
        json.put("root", property("lab.root"));
        json.put("broker", broker);
        json.put("board", board);
        json.put("control", control());
        json.put("faults", virtual());
        json.put("mqtt", mqtt());
        json.put("notSeen", notSeen());
        return json;
    }

    /** After how many milliseconds without a sign of life a device of another program counts as not seen. */
    private long notSeen() {
        String setting = property("monitor.not-seen");
        return setting == null ? NOT_SEEN.toMillis() : TimeUtils.toMilliSeconds(setting);
    }

    private JsonObject broker() {
        return consoles.ask("broker", Map.of()).orElseGet(() -> {
            JsonObject other = new JsonObject();
            other.put("url", property("mqtt.url"));
            other.put("embedded", false);
            return other;
        });
    }

    private JsonObject mqtt() {
        String problem = unheard.get();
        JsonObject mqtt = new JsonObject();
        mqtt.put("connected", problem == null);
        mqtt.put("problem", problem);
        return mqtt;
    }

    private JsonObject deviceConsole() {
        return consoles.ask("mqtt-device", Map.of()).orElseGet(JsonObject::new);
    }

    /** Every pin in use, with the description of its first route. */
    JsonObject pins() {
        JsonArray pins = (JsonArray) gpio().getOrDefault("pins", new JsonArray());
        for (Object entry : pins) {
            JsonObject pin = (JsonObject) entry;
            List<?> routes = (List<?>) pin.get("routes");
            Route route = routes.isEmpty() ? null : context.getRoute(String.valueOf(routes.get(0)));
            pin.put("label", route == null ? "" : route.getDescription());
            pin.remove("endpoint");
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

    /** The state of a pin in use. */
    Optional<JsonObject> pin(int number) {
        return ((JsonArray) gpio().getOrDefault("pins", new JsonArray()))
                .stream()
                        .map(JsonObject.class::cast)
                        .filter(pin -> pin.getInteger("pin") == number)
                        .findFirst();
    }

    /** The devices of this program, then those that only their status topic tells of. */
    JsonObject devices() {
        JsonArray devices = (JsonArray) deviceConsole().getOrDefault("devices", new JsonArray());
        Set<String> known = new LinkedHashSet<>();
        for (Object entry : devices) {
            JsonObject device = (JsonObject) entry;
            if (device.get("statusTopic") instanceof String status) {
                known.add(status);
            }
            device.put("here", true);
            device.put("files", files((JsonArray) device.get("topics")));
        }
        own = Set.copyOf(known);
        addStatuses(devices, known);
        return Browser.event("devices", "devices", devices);
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
        for (Object entry : (JsonArray) deviceConsole().getOrDefault("devices", new JsonArray())) {
            JsonObject device = (JsonObject) entry;
            List<JsonObject> topics = ((JsonArray) device.get("topics"))
                    .stream().map(JsonObject.class::cast).toList();
            for (JsonObject topic : topics) {
                String route = topic.getString("route");
                if ("subscribe".equals(topic.get("direction")) && acts(route)) {
                    actors.put(route, new Actor(topic.getString("topic"), device.getString("clientId")));
                }
            }
        }
        return actors;
    }

    /** The client id over which a route publishes, by its id. */
    Map<String, String> publishers() {
        Map<String, String> publishers = new HashMap<>();
        for (Object entry : (JsonArray) deviceConsole().getOrDefault("devices", new JsonArray())) {
            JsonObject device = (JsonObject) entry;
            for (Object topic : (JsonArray) device.get("topics")) {
                publishers.put(((JsonObject) topic).getString("route"), device.getString("clientId"));
            }
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
        return route != null
                && route.filter("*").stream()
                        .anyMatch(step -> step instanceof org.apache.camel.EndpointAware aware
                                && aware.getEndpoint() != null
                                && aware.getEndpoint().getEndpointUri().matches("(gpio|paho|paho-mqtt5|kamelet):.*"));
    }

    private JsonArray files(JsonArray topics) {
        Set<String> files = new LinkedHashSet<>();
        for (Object entry : topics) {
            Route route = context.getRoute(((JsonObject) entry).getString("route"));
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

    /** The groups below the root that are expected: {@code page.groups}, names separated by commas. */
    List<String> groups() {
        String names = property("page.groups");
        return names == null || names.isBlank() ? List.of() : List.of(names.split(","));
    }

    String root() {
        return String.valueOf(property("lab.root"));
    }

    Consoles consoles() {
        return consoles;
    }
}
