package dev.piroutes.homeassistant;

import dev.piroutes.board.Board;
import dev.piroutes.board.LevelListener;
import dev.piroutes.board.LineState;
import dev.piroutes.gpio.GpioState;
import dev.piroutes.mqtt.MqttDevice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Describes the devices that run to Home Assistant, each over its own connection in one retained message, and keeps the
 * states of their outputs at the broker if that is wanted. Devices say it again on every connect; {@link #announce} is
 * needed when routes have changed.
 */
public final class HomeAssistant {

    /** What there is to do. */
    public enum Mode {
        /** Describe the devices. */
        ON,
        /** Take back what was described before. */
        CLEAR
    }

    private static final Logger LOG = LoggerFactory.getLogger(HomeAssistant.class);
    private static final String NOTHING = "";

    private final CamelContext context;
    private final String prefix;
    private final Mode mode;
    private final boolean states;
    private final String version;
    /** The platforms of the components that each device's description has had, by client id. */
    private final Map<String, Map<String, String>> described = new HashMap<>();

    private final Map<String, Set<String>> announcedStates = new HashMap<>();
    private volatile List<Entities.Kept> kept = List.of();
    private @Nullable LevelListener levels;

    /**
     * @param context runs the routes
     * @param prefix Home Assistant's discovery prefix, by default {@code homeassistant}
     * @param states whether the states of outputs are kept at the broker
     * @param version of this program
     */
    public HomeAssistant(CamelContext context, String prefix, Mode mode, boolean states, String version) {
        this.context = context;
        this.prefix = prefix;
        this.mode = mode;
        this.states = states;
        this.version = version;
    }

    /**
     * Tells what the routes are now. What is as it was is not told again. A route that cannot be described is a line in the
     * log: devices work without being described.
     */
    public synchronized void announce() {
        try {
            tellAll();
        } catch (RuntimeException e) {
            LOG.error("Home Assistant is not told of the devices as they are now: {}", e.toString());
            LOG.debug("not described", e);
        }
    }

    private void tellAll() {
        Entities entities = Entities.of(context, states && mode == Mode.ON);
        for (MqttDevice device : devices()) {
            List<Entity> own = mode == Mode.ON ? entities.of(device) : List.of();
            String topic = HomeTopics.config(prefix, device.name());
            if (!own.isEmpty()) {
                device.announce(topic, description(device, own));
            } else if (described.containsKey(device.name()) || mode == Mode.CLEAR) {
                // Home Assistant warns of an empty description where there was none.
                device.announce(topic, NOTHING);
            }
            LOG.debug("{}: {} entities for Home Assistant", device.name(), own.size());
        }
        keep(entities.kept());
        if (mode == Mode.CLEAR) {
            clearStates(Entities.of(context, true).kept());
        }
    }

    private List<MqttDevice> devices() {
        return context.getRegistry().findByType(MqttDevice.class).stream()
                .filter(device -> !device.isElsewhere())
                .toList();
    }

    private String description(MqttDevice device, List<Entity> entities) {
        JsonObject json = new JsonObject();
        json.put("device", device(device));
        JsonObject origin = new JsonObject();
        origin.put("name", "Pi Routes");
        origin.put("sw_version", version);
        json.put("origin", origin);
        if (device.getStatusTopic() != null) {
            json.put("availability_topic", device.getStatusTopic());
            json.put("payload_available", device.getOnlinePayload());
            json.put("payload_not_available", device.getOfflinePayload());
        }
        json.put("qos", 1);
        json.put("components", components(device.name(), entities));
        return json.toJson();
    }

    private JsonObject device(MqttDevice device) {
        JsonObject json = new JsonObject();
        json.put("identifiers", List.of("pi-routes-" + device.name()));
        json.put("name", device.name());
        json.put("manufacturer", "Pi Routes");
        json.put("sw_version", version);
        return json;
    }

    /** One that was there before is named with its platform only: that removes it, in whatever state Home Assistant is. */
    private JsonObject components(String device, List<Entity> entities) {
        Map<String, String> before = described.computeIfAbsent(device, d -> new TreeMap<>());
        Map<String, JsonObject> now = new TreeMap<>();
        entities.forEach(entity -> now.put(entity.id(), entity.config()));
        before.forEach((id, platform) -> {
            JsonObject removed = new JsonObject();
            removed.put("platform", platform);
            now.putIfAbsent(id, removed);
        });
        now.forEach((id, config) -> before.put(id, config.getString("platform")));
        return new JsonObject(now);
    }

    /** Announces the states that there are now, and follows them from here on. */
    private void keep(List<Entities.Kept> wanted) {
        kept = wanted;
        Board board = context.getRegistry().findSingleByType(Board.class);
        if (board == null || wanted.isEmpty() && levels == null) {
            return;
        }
        if (levels == null) {
            levels = (pin, level, nanoTime) -> tell(new LineState(pin, true, level));
            board.addListener(levels);
        }
        tell(board);
        Map<String, Set<String>> before = new HashMap<>(announcedStates);
        announcedStates.clear();
        wanted.forEach(state -> announcedStates
                .computeIfAbsent(state.device().name(), d -> new TreeSet<>())
                .add(state.topic()));
        for (MqttDevice device : devices()) {
            List<String> gone = new ArrayList<>(before.getOrDefault(device.name(), Set.of()));
            gone.removeAll(announcedStates.getOrDefault(device.name(), Set.of()));
            gone.forEach(topic -> device.announce(topic, NOTHING));
        }
    }

    /** A pin may move meanwhile: the listener tells it, maybe before this does. What is told last has to be right. */
    private void tell(Board board) {
        List<LineState> told;
        do {
            told = board.lines();
            told.forEach(this::tell);
        } while (!told.equals(board.lines()));
    }

    private void tell(LineState line) {
        for (Entities.Kept state : kept) {
            if (state.pin().getPinNumber() == line.pin()) {
                GpioState now = GpioState.of(line.level(), state.pin().isActiveLow());
                state.device().announce(state.topic(), now.name());
            }
        }
    }

    private static void clearStates(List<Entities.Kept> states) {
        states.forEach(state -> state.device().announce(state.topic(), NOTHING));
    }
}
