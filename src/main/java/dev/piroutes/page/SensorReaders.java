package dev.piroutes.page;

import dev.piroutes.graph.RouteOutputs;
import dev.piroutes.sensor.SensorEndpoint;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.processor.PollEnricher;

/** Which routes read a sensor: from their beginning, or in a step. */
final class SensorReaders {
    private SensorReaders() {}

    static boolean reads(Route route, String sensor) {
        CamelContext context = route.getCamelContext();
        Stream<?> polled = route.filter("*").stream()
                .filter(PollEnricher.class::isInstance)
                .map(step -> ((PollEnricher) step).getUri())
                .filter(Objects::nonNull)
                .map(uri -> context.hasEndpoint(context.resolvePropertyPlaceholders(uri)));
        return Stream.concat(Stream.of(route.getEndpoint()), Stream.concat(RouteOutputs.of(route).stream(), polled))
                .anyMatch(endpoint -> endpoint instanceof SensorEndpoint read
                        && read.getName().equals(sensor));
    }
}
