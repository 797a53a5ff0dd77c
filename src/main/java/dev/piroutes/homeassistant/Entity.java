package dev.piroutes.homeassistant;

import dev.piroutes.mqtt.MqttDevice;
import org.apache.camel.util.json.JsonObject;

/**
 * One thing that Home Assistant shows: a component of a device, in the terms of <a
 * href="https://www.home-assistant.io/integrations/mqtt/">its MQTT integration</a>.
 *
 * @param device whose it is
 * @param id what it is called within the device
 * @param config what Home Assistant is told of it, with its platform
 */
record Entity(MqttDevice device, String id, JsonObject config) {

    /**
     * A physical button, as a trigger for automations. It takes the plain payloads that routes publish; an {@code event}
     * entity would want JSON.
     */
    static Entity trigger(MqttDevice device, String route, String type, String topic, String payload) {
        JsonObject config = new JsonObject();
        config.put("platform", "device_automation");
        config.put("automation_type", "trigger");
        config.put("type", type);
        config.put("subtype", route);
        config.put("topic", topic);
        config.put("payload", payload);
        return new Entity(device, id(route, payload), config);
    }

    /** A button on the screen that sends a command. */
    static Entity button(MqttDevice device, String route, String topic, String command) {
        Entity entity = of(device, "button", id(route, command), route + " " + command);
        entity.config.put("command_topic", topic);
        entity.config.put("payload_press", command);
        return entity;
    }

    /** A state that can be seen and not set. */
    static Entity binarySensor(MqttDevice device, String route, String state) {
        Entity entity = of(device, "binary_sensor", id(route, "state"), route);
        entity.config.put("state_topic", state);
        entity.config.put("payload_on", "ON");
        entity.config.put("payload_off", "OFF");
        return entity;
    }

    /** An output that takes {@code ON} and {@code OFF}. */
    static Entity switched(MqttDevice device, String route, String topic) {
        Entity entity = of(device, "switch", id(route, "switch"), route);
        entity.config.put("command_topic", topic);
        entity.config.put("payload_on", "ON");
        entity.config.put("payload_off", "OFF");
        return entity;
    }

    /** An output that takes a brightness from 0 to 100, too. */
    static Entity light(MqttDevice device, String route, String topic) {
        Entity entity = of(device, "light", id(route, "light"), route);
        entity.config.put("command_topic", topic);
        entity.config.put("payload_on", "ON");
        entity.config.put("payload_off", "OFF");
        entity.config.put("brightness_command_topic", topic);
        entity.config.put("brightness_scale", 100);
        entity.config.put("on_command_type", "brightness");
        return entity;
    }

    Entity withState(String topic) {
        config.put("state_topic", topic);
        return this;
    }

    /** The topic tells the brightness, 0 to 100. */
    Entity withBrightness(String topic) {
        config.put("brightness_state_topic", topic);
        config.put("state_topic", topic);
        config.put("state_value_template", "{{ 'OFF' if value == '0' else 'ON' }}");
        return this;
    }

    private static Entity of(MqttDevice device, String platform, String id, String name) {
        JsonObject config = new JsonObject();
        config.put("platform", platform);
        config.put("unique_id", device.name() + "-" + id);
        config.put("name", name);
        return new Entity(device, id, config);
    }

    /** Two that differ in other characters only have different ids, too. */
    private static String id(String route, String what) {
        return plain(route) + "_" + plain(what);
    }

    private static String plain(String text) {
        String plain = text.replaceAll("[^A-Za-z0-9_-]", "-");
        return plain.equals(text) ? plain : plain + "-" + Integer.toHexString(text.hashCode());
    }
}
