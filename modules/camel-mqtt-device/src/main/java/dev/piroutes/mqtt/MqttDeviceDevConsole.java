package dev.piroutes.mqtt;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointAware;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Camel's developer console {@code mqtt-device}: every device's connection. With the option {@code cut=CLIENTID} it cuts
 * that device's connection first, without a good-bye, as a broken network would. With {@code figures=true} each device has
 * its counters.
 */
final class MqttDeviceDevConsole extends AbstractDevConsole {

    private static final String NAME = "mqtt-device-dev-console";

    private MqttDeviceDevConsole() {
        super("piroutes", "mqtt-device", "MQTT devices", "Connections of the devices");
    }

    /** One for all devices of a context; true for the first. */
    static boolean install(CamelContext context) {
        if (context.getRegistry().lookupByName(NAME) != null) {
            return false;
        }
        MqttDeviceDevConsole console = new MqttDeviceDevConsole();
        console.setCamelContext(context);
        context.getRegistry().bind(NAME, console);
        return true;
    }

    private List<MqttDevice> devices() {
        return getCamelContext().getRegistry().findByType(MqttDevice.class).stream()
                .sorted(Comparator.comparing(MqttDevice::name))
                .toList();
    }

    @Override
    protected JsonObject doCallJson(Map<String, Object> options) {
        if (options.get("cut") instanceof String clientId) {
            devices().stream()
                    .filter(device -> device.name().equals(clientId))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("there is no device \"" + clientId + "\" here"))
                    .cut();
        }
        JsonArray devices = new JsonArray();
        boolean figures = Boolean.TRUE.equals(options.get("figures"));
        devices().forEach(device -> {
            JsonObject json = json(device);
            if (figures) {
                device.figures().ifPresent(counted -> json.put("figures", counted));
            }
            devices.add(json);
        });
        JsonObject json = new JsonObject();
        json.put("devices", devices);
        return json;
    }

    private JsonObject json(MqttDevice device) {
        JsonObject json = new JsonObject();
        json.put("clientId", device.name());
        json.put("statusTopic", device.getStatusTopic());
        json.put("connected", device.isConnected());
        json.put("problem", device.isConnected() ? null : device.problem());
        @Nullable Instant since = device.since();
        json.put("since", since == null ? null : since.toEpochMilli());
        json.put("outbox", device.outboxDepth());
        json.put("topics", topics(device));
        return json;
    }

    /** What the routes subscribe and publish over the device. */
    private JsonArray topics(MqttDevice device) {
        JsonArray topics = new JsonArray();
        for (Route route : getCamelContext().getRoutes()) {
            if (route.getEndpoint() instanceof DeviceEndpoint mqtt && mqtt.device() == device) {
                topics.add(topic(mqtt, route, "subscribe"));
            }
            for (Processor step : route.filter("*")) {
                if (step instanceof EndpointAware aware
                        && aware.getEndpoint() instanceof DeviceEndpoint mqtt
                        && mqtt.device() == device) {
                    topics.add(topic(mqtt, route, "publish"));
                }
            }
        }
        return topics;
    }

    private static JsonObject topic(DeviceEndpoint mqtt, Route route, String direction) {
        JsonObject json = new JsonObject();
        json.put("topic", mqtt.getTopic());
        json.put("direction", direction);
        json.put("qos", mqtt.qos());
        if (direction.equals("publish")) {
            json.put("retained", mqtt.isRetained());
        }
        json.put("route", route.getRouteId());
        return json;
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        StringBuilder text = new StringBuilder();
        for (Object entry : (JsonArray) doCallJson(options).get("devices")) {
            JsonObject device = (JsonObject) entry;
            boolean connected = Boolean.TRUE.equals(device.get("connected"));
            text.append("%s %s, %s in the outbox%n"
                    .formatted(
                            device.get("clientId"),
                            connected ? "connected" : "not connected: " + device.get("problem"),
                            device.get("outbox")));
        }
        return text.toString();
    }
}
