package dev.piroutes.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The graph as a Mermaid flowchart, which GitHub, GitLab and many editors draw. */
public final class MermaidGraph {

    private MermaidGraph() {}

    /** The flowchart's text. */
    public static String of(Graph graph) {
        Map<Graph.Node, String> ids = new LinkedHashMap<>();
        StringBuilder edges = new StringBuilder();
        for (Graph.Flow flow : graph.flows()) {
            for (Graph.Node read : flow.reads()) {
                edges.append(edge(id(ids, read), id(ids, flow.route())));
            }
            id(ids, flow.route());
            for (Graph.Node write : flow.writes()) {
                edges.append(edge(id(ids, flow.route()), id(ids, write)));
            }
        }
        StringBuilder text = new StringBuilder("flowchart LR\n");
        ids.keySet().stream()
                .collect(Collectors.groupingBy(Graph.Node::device, LinkedHashMap::new, Collectors.toList()))
                .forEach((device, nodes) -> group(text, device, nodes, ids));
        return text.append(edges).toString();
    }

    private static void group(StringBuilder text, String device, List<Graph.Node> nodes, Map<Graph.Node, String> ids) {
        String indent = device.isEmpty() ? "  " : "    ";
        if (!device.isEmpty()) {
            text.append("  subgraph ").append(quoted(device)).append('\n');
        }
        for (Graph.Node node : nodes) {
            String name = quoted(node.name());
            text.append(indent)
                    .append(ids.get(node))
                    .append(
                            switch (node.kind()) {
                                case PIN -> "((" + name + "))";
                                case TOPIC -> "([" + name + "])";
                                case ROUTE, OTHER -> "[" + name + "]";
                            });
            text.append('\n');
        }
        if (!device.isEmpty()) {
            text.append("  end\n");
        }
    }

    private static String edge(String from, String to) {
        return "  " + from + " --> " + to + "\n";
    }

    private static String id(Map<Graph.Node, String> ids, Graph.Node node) {
        return ids.computeIfAbsent(node, key -> "n" + ids.size());
    }

    private static String quoted(String text) {
        return "\"" + text.replace("#", "#35;").replace("\"", "#quot;") + "\"";
    }
}
