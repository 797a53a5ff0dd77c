package dev.piroutes.graph;

import java.util.Collection;
import java.util.stream.Collectors;

/** The graph as lines: {@code GP21 → toggle-button → csc2106/led/cmd}. */
public final class TextGraph {

    private TextGraph() {}

    /** The lines, one for each route, under the name of each file. */
    public static String of(Graph graph) {
        StringBuilder text = new StringBuilder();
        String device = "";
        for (Graph.Flow flow : graph.flows()) {
            if (!flow.route().device().equals(device)) {
                device = flow.route().device();
                text.append(device).append('\n');
            }
            text.append("  ")
                    .append(names(flow.reads()))
                    .append(" → ")
                    .append(flow.route().name());
            if (!flow.writes().isEmpty()) {
                text.append(" → ").append(names(flow.writes()));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static String names(Collection<Graph.Node> nodes) {
        return nodes.stream().map(Graph.Node::name).collect(Collectors.joining(", "));
    }
}
