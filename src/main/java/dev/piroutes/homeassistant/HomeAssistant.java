package dev.piroutes.homeassistant;

import dev.piroutes.mqtt.HomeAssistantEntity;
import dev.piroutes.mqtt.MqttDevice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.util.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Describes the devices that run to Home Assistant, each over its own connection in one retained message, as they are
 * declared ({@link HomeAssistantEntity}). Devices say it again on every connect; {@link #announce} is needed when files
 * have changed.
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

    private final CamelContext context;
    private final String prefix;
    private final Mode mode;
    private final boolean states;
    private final String version;
    private final OutputStates outputs;
    /** The platforms of the components that each device's description has had, by client id. */
    private final Map<String, Map<String, Object>> described = new HashMap<>();

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
        outputs = new OutputStates(context);
    }

    /**
     * Where a device is described: one message for all that it has.
     *
     * @param prefix Home Assistant's discovery prefix
     * @param clientId letters, digits, {@code -} and {@code _}, which is what Home Assistant permits there
     */
    public static String topic(String prefix, String clientId) {
        return prefix + "/device/" + clientId + "/config";
    }

    /** What is declared now, by device. A device with a broker of its own is left out. */
    public static Map<MqttDevice, List<Entity>> declared(CamelContext context) {
        Map<String, List<Entity>> entities = new TreeMap<>();
        context.getRegistry().findByTypeWithName(HomeAssistantEntity.class).forEach((name, bean) -> {
            Map<String, String> options = new TreeMap<>();
            bean.forEach((option, value) -> options.put(option, String.valueOf(value)));
            Entity entity = new Entity(name, options);
            entities.computeIfAbsent(entity.device(), device -> new ArrayList<>())
                    .add(entity);
        });
        Map<MqttDevice, List<Entity>> declared = new LinkedHashMap<>();
        context.getRegistry().findByTypeWithName(MqttDevice.class).forEach((bean, device) -> {
            if (!device.isElsewhere()) {
                declared.put(device, entities.getOrDefault(bean, List.of()));
            }
        });
        return declared;
    }

    /** Publishes what is declared now. What is as it was is not published again. */
    public synchronized void announce() {
        Map<MqttDevice, List<Entity>> declared = declared(context);
        declared.forEach(this::describe);
        if (mode == Mode.CLEAR) {
            OutputStates.clear(declared);
        } else if (states) {
            outputs.keep(declared);
        }
    }

    private void describe(MqttDevice device, List<Entity> entities) {
        String topic = topic(prefix, device.name());
        if (mode == Mode.ON && !entities.isEmpty()) {
            device.announce(topic, description(device, entities));
        } else if (described.containsKey(device.name()) || mode == Mode.CLEAR) {
            // Home Assistant warns of an empty description where there was none.
            device.announce(topic, "");
        }
        LOG.debug("{}: {} entities for Home Assistant", device.name(), entities.size());
    }

    private String description(MqttDevice device, List<Entity> entities) {
        JsonObject json = new JsonObject();
        JsonObject about = new JsonObject();
        about.put("identifiers", List.of("pi-routes-" + device.name()));
        about.put("name", device.name());
        about.put("manufacturer", "Pi Routes");
        about.put("sw_version", version);
        json.put("device", about);
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

    /** One that was there before is named with its platform only: that removes it, in whatever state Home Assistant is. */
    private Map<String, Object> components(String device, List<Entity> entities) {
        Map<String, Object> platforms = described.computeIfAbsent(device, d -> new TreeMap<>());
        Map<String, Object> components = new TreeMap<>();
        platforms.forEach((id, platform) -> components.put(id, Map.of(Entity.PLATFORM, platform)));
        for (Entity entity : entities) {
            components.put(entity.id(), entity.config(device, states));
            platforms.put(entity.id(), entity.platform());
        }
        return components;
    }
}
