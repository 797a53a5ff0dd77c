package dev.piroutes.graph;

import dev.piroutes.source.EndpointUse;
import dev.piroutes.source.RouteDeclared;
import dev.piroutes.source.RouteFile;
import dev.piroutes.source.RouteSource;
import dev.piroutes.source.Word;
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
     */
    public Graph(List<RouteFile> files, UnaryOperator<String> resolve) {
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
                    node(use, resolve).ifPresent(node -> (use.consumes() ? flow.reads() : flow.writes()).add(node));
                }
            }
            flows.addAll(routes.values());
        }
    }

    List<Flow> flows() {
        return flows;
    }

    private static Optional<Node> node(EndpointUse use, UnaryOperator<String> resolve) {
        String path = resolve.apply(use.path());
        boolean kamelet = use.scheme().equals("kamelet");
        if (use.scheme().equals("gpio") || kamelet && path.startsWith("gpio-")) {
            String pin =
                    kamelet ? use.option("pin").map(Word::text).map(resolve).orElse("?") : path;
            return Optional.of(new Node(Kind.PIN, pin.matches("[0-9]+") ? "GP" + pin : pin, ""));
        }
        if (use.scheme().startsWith("paho")) {
            return Optional.of(new Node(Kind.TOPIC, path.isEmpty() ? "?" : path, ""));
        }
        return INNER.contains(use.scheme())
                ? Optional.empty()
                : Optional.of(new Node(Kind.OTHER, path.isEmpty() ? use.scheme() : use.scheme() + ":" + path, ""));
    }
}
