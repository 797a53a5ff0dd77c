package dev.piroutes.cli;

import dev.piroutes.gpio.AuthoredRoute;
import dev.piroutes.gpio.GpioEndpoint;
import dev.piroutes.graph.RouteOutputs;
import dev.piroutes.mqtt.DeviceEndpoint;
import dev.piroutes.mqtt.MqttDevice;
import dev.piroutes.source.RouteSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.util.FileUtil;

/** What runs, in words: a line for each route file, made from the routes as Camel has them. */
final class Devices {

    private final Set<String> clients = new LinkedHashSet<>();
    private final Set<String> inputs = new LinkedHashSet<>();
    private final Set<String> outputs = new LinkedHashSet<>();
    private final Set<String> reads = new LinkedHashSet<>();
    private final Set<String> presses = new LinkedHashSet<>();
    private final Set<String> subscribes = new LinkedHashSet<>();
    private final Set<String> publishes = new LinkedHashSet<>();
    private final Set<String> statuses = new LinkedHashSet<>();

    private Devices() {}

    static List<String> describe(CamelContext context) {
        Map<String, Devices> files = new TreeMap<>();
        for (Route route : context.getRoutes()) {
            // What a Kamelet does counts for the file that uses it.
            Route authored = context.getRoute(AuthoredRoute.of(context, route.getRouteId()));
            if (context.getRouteController().getRouteStatus(authored.getRouteId()) == ServiceStatus.Started) {
                files.computeIfAbsent(file(authored), name -> new Devices()).add(route);
            }
        }
        return files.entrySet().stream()
                .map(entry -> "device   " + entry.getKey() + entry.getValue().inWords())
                .toList();
    }

    private static String file(Route route) {
        String location = route.getSourceLocationShort() == null ? route.getRouteId() : route.getSourceLocationShort();
        return FileUtil.stripPath(location.replaceAll(":[0-9]+$", "")).replace(RouteSource.ENDING, "");
    }

    private void add(Route route) {
        if (route.getEndpoint() instanceof GpioEndpoint gpio) {
            inputs.add(gpio.getPinName());
        } else if (route.getEndpoint() instanceof DeviceEndpoint mqtt) {
            subscribes.add(mqtt.getTopic());
            client(mqtt.device());
        }
        for (Endpoint endpoint : RouteOutputs.of(route)) {
            if (endpoint instanceof GpioEndpoint gpio) {
                what(gpio).add(gpio.getPinName());
            } else if (endpoint instanceof DeviceEndpoint mqtt) {
                publishes.add(mqtt.getTopic());
                client(mqtt.device());
            }
        }
    }

    private Collection<String> what(GpioEndpoint step) {
        return step.drives() ? outputs : step.getConfiguration().isSimulate() ? presses : reads;
    }

    private void client(MqttDevice device) {
        clients.add(device.name());
        if (device.getStatusTopic() != null) {
            statuses.add(device.getStatusTopic());
        }
    }

    private String inWords() {
        List<String> parts = new ArrayList<>();
        part(parts, "in ", inputs);
        part(parts, "out ", outputs);
        part(parts, "reads ", reads);
        part(parts, "presses ", presses);
        part(parts, "subscribes ", subscribes);
        part(parts, "publishes ", publishes);
        part(parts, "status ", statuses);
        return (clients.isEmpty() ? "" : " (" + String.join(", ", clients) + ")") + ": " + String.join("; ", parts);
    }

    private static void part(List<String> parts, String label, Collection<String> values) {
        if (!values.isEmpty()) {
            parts.add(label + String.join(", ", values));
        }
    }
}
