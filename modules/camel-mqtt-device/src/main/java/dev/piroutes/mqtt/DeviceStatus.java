package dev.piroutes.mqtt;

import dev.piroutes.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.EndpointAware;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.jspecify.annotations.Nullable;

/**
 * A device as it is now.
 *
 * @param clientId with its suffix
 * @param statusTopic where it is online or offline, if anywhere
 * @param problem why it is not connected, in words; null while it is
 * @param since when it was connected, or lost its connection, in milliseconds since 1970; null before that
 * @param outbox messages that wait for the broker
 * @param topics what routes subscribe and publish over it
 * @param figures what it has counted since the start; null before it, or if nobody wants to know
 */
public record DeviceStatus(
        String clientId,
        @Nullable String statusTopic,
        boolean connected,
        @Nullable String problem,
        @Nullable Long since,
        int outbox,
        List<TopicUse> topics,
        @Nullable DeviceFigures figures) {

    /**
     * What a route does with a topic.
     *
     * @param direction subscribe or publish
     * @param retained of a publish
     */
    public record TopicUse(String topic, String direction, int qos, boolean retained, String route) {
        private static TopicUse of(DeviceEndpoint mqtt, String direction, Route route) {
            boolean retained = direction.equals("publish") && mqtt.isRetained();
            return new TopicUse(mqtt.getTopic(), direction, mqtt.qos(), retained, route.getRouteId());
        }
    }

    /** All devices of a context, by client id. @param figures whether they are wanted: counting takes its time */
    public static List<DeviceStatus> of(CamelContext context, boolean figures) {
        return context.getRegistry().findByType(MqttDevice.class).stream()
                .sorted(Comparator.comparing(MqttDevice::name))
                .map(device -> of(context, device, figures))
                .toList();
    }

    private static DeviceStatus of(CamelContext context, MqttDevice device, boolean figures) {
        boolean connected = device.isConnected();
        Instant since = device.since();
        return new DeviceStatus(
                device.name(),
                device.getStatusTopic(),
                connected,
                connected ? null : device.problem(),
                since == null ? null : since.toEpochMilli(),
                device.outboxDepth(),
                topics(context, device),
                figures ? device.figures().orElse(null) : null);
    }

    /** As JSON: a device that has not started has no figure. */
    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = Json.of(this);
        json.putIfAbsent("figures", Map.of());
        return json;
    }

    private static List<TopicUse> topics(CamelContext context, MqttDevice device) {
        List<TopicUse> topics = new ArrayList<>();
        for (Route route : context.getRoutes()) {
            if (route.getEndpoint() instanceof DeviceEndpoint mqtt && mqtt.device() == device) {
                topics.add(TopicUse.of(mqtt, "subscribe", route));
            }
            for (Processor step : route.filter("*")) {
                if (step instanceof EndpointAware aware
                        && aware.getEndpoint() instanceof DeviceEndpoint mqtt
                        && mqtt.device() == device) {
                    topics.add(TopicUse.of(mqtt, "publish", route));
                }
            }
        }
        return topics;
    }
}
