package dev.piroutes.graph;

import dev.piroutes.check.Wiring;
import dev.piroutes.gpio.GpioEndpoint;
import dev.piroutes.mqtt.DeviceEndpoint;
import dev.piroutes.source.EndpointUse;
import dev.piroutes.source.RouteDeclared;
import dev.piroutes.source.RouteFile;
import dev.piroutes.source.RouteSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The routes of some files, with what they read and what they write. */
public final class Graph {

    /** What a node of the graph is. */
    enum Kind {
        PIN,
        TOPIC,
        ROUTE,
        OTHER
    }

    /**
     * A pin, a topic, a route, or something else that a route reads or writes.
     *
     * @param device the file of a route, without its ending; empty for what belongs to no file
     */
    record Node(Kind kind, String name, String device) {}

    /** What a route reads and what it writes. */
    record Flow(Node route, Set<Node> reads, Set<Node> writes) {}

    /** What is in the routes, and of no interest to who wants to know what is wired to what. */
    private static final Set<String> INNER = Set.of("log", "micrometer", "mock", "controlbus", "validator", "xslt");

    private final List<Flow> flows = new ArrayList<>();

    /**
     * Makes the graph.
     *
     * @param files the files that run together
     * @param resolve puts the values of properties in place of their names
     * @param wiring which endpoints and pins come of what the files say
     */
    public Graph(List<RouteFile> files, UnaryOperator<String> resolve, Wiring wiring) {
        for (RouteFile file : files) {
            String device = file.name().replaceFirst("^.*/", "").replace(RouteSource.ENDING, "");
            Map<RouteDeclared, Flow> routes = new LinkedHashMap<>();
            for (RouteDeclared route : file.routes()) {
                routes.put(
                        route,
                        new Flow(
                                new Node(Kind.ROUTE, route.id(), device),
                                new LinkedHashSet<>(),
                                new LinkedHashSet<>()));
            }
            for (EndpointUse use : file.endpoints()) {
                Flow flow = use.route().map(routes::get).orElse(null);
                if (flow != null) {
                    wiring.endpoints(use).forEach(endpoint -> add(flow, endpoint, wiring.pin(endpoint), resolve));
                }
            }
            flows.addAll(routes.values());
        }
    }

    List<Flow> flows() {
        return flows;
    }

    private static void add(Flow flow, EndpointUse use, Optional<GpioEndpoint> pin, UnaryOperator<String> resolve) {
        boolean read = use.consumes()
                || pin.filter(step -> !step.drives() && !step.getConfiguration().isSimulate())
                        .isPresent();
        node(use, pin, resolve.apply(use.path())).ifPresent(node -> (read ? flow.reads() : flow.writes()).add(node));
    }

    private static Optional<Node> node(EndpointUse use, Optional<GpioEndpoint> pin, String path) {
        if (use.scheme().equals("gpio")) {
            return Optional.of(
                    new Node(Kind.PIN, pin.map(GpioEndpoint::getPinName).orElse(path), ""));
        }
        if (DeviceEndpoint.SCHEMES.contains(use.scheme())) {
            return Optional.of(new Node(Kind.TOPIC, path.isEmpty() ? "?" : path, ""));
        }
        return INNER.contains(use.scheme())
                ? Optional.empty()
                : Optional.of(new Node(Kind.OTHER, path.isEmpty() ? use.scheme() : use.scheme() + ":" + path, ""));
    }
}
