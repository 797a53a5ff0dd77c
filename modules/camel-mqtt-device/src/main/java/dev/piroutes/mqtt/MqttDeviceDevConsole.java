package dev.piroutes.mqtt;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonObject;

/** Camel's developer console {@code mqtt-device}: every device's connection, with its counters. Changes nothing. */
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

    @Override
    protected JsonObject doCallJson(Map<String, Object> options) {
        JsonObject json = new JsonObject();
        json.put(
                "devices",
                DeviceStatus.of(getCamelContext(), true).stream()
                        .map(DeviceStatus::json)
                        .toList());
        return json;
    }

    @Override
    protected String doCallText(Map<String, Object> options) {
        return DeviceStatus.of(getCamelContext(), false).stream()
                .map(device -> "%s %s, %d in the outbox%n"
                        .formatted(
                                device.clientId(),
                                device.connected() ? "connected" : "not connected: " + device.problem(),
                                device.outbox()))
                .collect(Collectors.joining());
    }
}
