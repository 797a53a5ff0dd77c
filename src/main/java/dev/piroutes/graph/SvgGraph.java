package dev.piroutes.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The graph as a picture: what comes first stands left. Readable on white and on dark. */
public final class SvgGraph {

    private static final int COLUMN = 250;
    private static final int ROW = 46;
    private static final int WIDTH = 190;
    private static final int HEIGHT = 30;
    private static final int MARGIN = 16;

    private SvgGraph() {}

    /** The picture's text. */
    public static String of(Graph graph) {
        List<Graph.Node[]> edges = new ArrayList<>();
        Map<Graph.Node, Integer> columns = new LinkedHashMap<>();
        for (Graph.Flow flow : graph.flows()) {
            flow.reads().forEach(read -> edges.add(new Graph.Node[] {read, flow.route()}));
            flow.writes().forEach(write -> edges.add(new Graph.Node[] {flow.route(), write}));
        }
        edges.forEach(edge -> {
            columns.put(edge[0], 0);
            columns.put(edge[1], 0);
        });
        // Each node right of all that leads to it; a circle (a route that hears itself) ends with the count of nodes.
        boolean moved = true;
        for (int round = 0; moved && round < columns.size(); round++) {
            moved = false;
            for (Graph.Node[] edge : edges) {
                int right = columns.get(edge[0]) + 1;
                if (columns.get(edge[1]) < right && right < columns.size()) {
                    columns.put(edge[1], right);
                    moved = true;
                }
            }
        }
        return draw(edges, places(columns));
    }

    private static Map<Graph.Node, int[]> places(Map<Graph.Node, Integer> columns) {
        Map<Integer, List<Graph.Node>> byColumn = new TreeMap<>();
        columns.forEach((node, column) ->
                byColumn.computeIfAbsent(column, key -> new ArrayList<>()).add(node));
        Map<Graph.Node, int[]> places = new LinkedHashMap<>();
        int column = 0;
        for (List<Graph.Node> nodes : byColumn.values()) {
            for (int row = 0; row < nodes.size(); row++) {
                places.put(nodes.get(row), new int[] {MARGIN + column * COLUMN, MARGIN + row * ROW});
            }
            column++;
        }
        return places;
    }

    private static String draw(List<Graph.Node[]> edges, Map<Graph.Node, int[]> places) {
        int right = places.values().stream().mapToInt(place -> place[0]).max().orElse(0) + WIDTH + MARGIN;
        int bottom = places.values().stream().mapToInt(place -> place[1]).max().orElse(0) + HEIGHT + MARGIN;
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + right + " "
                + bottom + "\" width=\"" + right
                + "\" font-family=\"system-ui, sans-serif\" font-size=\"13\" role=\"img\""
                + " aria-label=\"Which route reads and writes which pin and topic\">\n");
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        for (Graph.Node[] edge : edges) {
            int[] from = places.get(edge[0]);
            int[] to = places.get(edge[1]);
            int x = from[0] + WIDTH;
            int y = from[1] + HEIGHT / 2;
            int end = to[1] + HEIGHT / 2;
            svg.append("<path d=\"M" + x + " " + y + " C" + (x + 40) + " " + y + " " + (to[0] - 40) + " " + end + " "
                    + (to[0] - 6) + " " + end + "\" fill=\"none\" stroke=\"#57606a\" stroke-width=\"1.5\"/>");
            svg.append("<path d=\"M" + to[0] + " " + end + " l-8 -4 v8 z\" fill=\"#57606a\"/>\n");
        }
        places.forEach((node, place) -> node(svg, node, place[0], place[1]));
        return svg.append("</svg>\n").toString();
    }

    private static void node(StringBuilder svg, Graph.Node node, int x, int y) {
        String fill =
                switch (node.kind()) {
                    case PIN -> "#fff3c4";
                    case TOPIC -> "#dbeafe";
                    case ROUTE -> "#dcfce7";
                    case OTHER -> "#f3f4f6";
                };
        int radius = node.kind() == Graph.Kind.ROUTE ? 4 : HEIGHT / 2;
        svg.append("<g><title>" + escaped(node.device().isEmpty() ? node.name() : node.device() + ": " + node.name())
                + "</title>");
        svg.append("<rect x=\"" + x + "\" y=\"" + y + "\" width=\"" + WIDTH + "\" height=\"" + HEIGHT + "\" rx=\""
                + radius + "\" fill=\"" + fill + "\" stroke=\"#57606a\"/>");
        svg.append("<text x=\"" + (x + WIDTH / 2) + "\" y=\"" + (y + HEIGHT / 2 + 4)
                + "\" text-anchor=\"middle\" fill=\"#1f2328\">" + escaped(shortened(node.name())) + "</text></g>\n");
    }

    private static String shortened(String name) {
        int longest = 26;
        return name.length() <= longest ? name : "…" + name.substring(name.length() - longest);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
