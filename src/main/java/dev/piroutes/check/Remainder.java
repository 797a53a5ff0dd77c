package dev.piroutes.check;

import dev.piroutes.source.Finding;
import dev.piroutes.source.Nodes;
import dev.piroutes.source.Place;
import dev.piroutes.source.RouteSource;
import dev.piroutes.source.SyntaxException;
import dev.piroutes.source.YamlReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * What is left of route files without the routes that have a fault. In the place of such a route are empty lines: whatever is
 * said of the rest has its line.
 */
final class Remainder {

    private static final Set<String> ROUTES = Set.of("route", "from");

    private Remainder() {}

    /** The same list if no fault is in a route. */
    static List<RouteSource> of(List<RouteSource> sources, Collection<Finding> faults) {
        List<RouteSource> left = new ArrayList<>();
        boolean changed = false;
        for (RouteSource source : sources) {
            List<Integer> lines = faults.stream()
                    .map(Finding::place)
                    .filter(place -> place.file().equals(source.name()))
                    .map(Place::line)
                    .toList();
            RouteSource rest = lines.isEmpty() ? source : without(source, lines);
            changed |= rest != source;
            if (rest == source || !rest.text().isBlank()) {
                left.add(rest);
            }
        }
        return changed ? left : sources;
    }

    private static RouteSource without(RouteSource source, List<Integer> faults) {
        List<String> lines = new ArrayList<>(source.text().lines().toList());
        boolean changed = false;
        for (Node item : items(source)) {
            int first = line(item);
            int last = Math.min(lines.size(), end(item, lines.size()));
            if (isRoute(item) && faults.stream().anyMatch(line -> first <= line && line <= last)) {
                lines.subList(first - 1, last).replaceAll(line -> "");
                changed = true;
            }
        }
        return changed ? new RouteSource(source.name(), String.join("\n", lines) + "\n") : source;
    }

    private static List<Node> items(RouteSource source) {
        try {
            return YamlReader.read(source).map(Nodes::items).orElse(List.of());
        } catch (SyntaxException e) {
            return List.of();
        }
    }

    private static boolean isRoute(Node item) {
        return ROUTES.stream().anyMatch(key -> Nodes.child(item, key).isPresent());
    }

    private static int line(Node item) {
        return item.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    /** The last line of it: a block ends where the next thing begins, one in brackets behind its bracket. */
    private static int end(Node item, int lines) {
        return item.getEndMark()
                .map(mark -> mark.getColumn() == 0 ? mark.getLine() : mark.getLine() + 1)
                .orElse(lines);
    }
}
