package dev.piroutes.check;

import static dev.piroutes.source.Nodes.text;

import dev.piroutes.source.Suggestion;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.camel.util.TimeUtils;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Whether a file has the shape of Camel's YAML: keywords, what stands where, types of values. */
final class ShapeCheck {

    private static final int MANY = 12;

    /** What people write who take an expression for a plain value. */
    private static final Set<String> VALUE = Set.of("body", "payload", "text", "value");

    private final YamlDsl dsl;
    private final BiConsumer<Node, String> fault;

    /** @param fault takes the place and the words of each fault */
    ShapeCheck(YamlDsl dsl, BiConsumer<Node, String> fault) {
        this.dsl = dsl;
        this.fault = fault;
    }

    void check(Node root) {
        if (!(root instanceof SequenceNode list)) {
            fault.accept(root, "a route file is a list: begin each route, and beans, with \"- \" at the left margin");
            return;
        }
        for (Node item : list.getValue()) {
            check("", dsl.declaration(), item);
        }
    }

    private void check(String key, YamlDsl.Element element, Node node) {
        if (node instanceof MappingNode map) {
            if (element.takesMap()) {
                map(key, element, map);
            } else {
                fault.accept(node, key + " is " + wanted(element) + ", not a map of keys");
            }
        } else if (node instanceof SequenceNode list) {
            YamlDsl.Element item = element.item();
            if (!element.takesList()) {
                fault.accept(node, key + " is " + wanted(element) + ", not a list: leave out the \"- \"");
            } else if (item != null) {
                list.getValue().forEach(child -> check("an item of " + key, item, child));
            }
        } else if (node instanceof ScalarNode scalar) {
            scalar(key, element, scalar);
        }
    }

    private static String wanted(YamlDsl.Element element) {
        if (element.takesList()) {
            return "a list: begin each item with \"- \"";
        }
        return element.takesScalar() ? "a plain value" : "a map of keys";
    }

    private void map(String key, YamlDsl.Element element, MappingNode map) {
        Set<String> present = new HashSet<>();
        for (NodeTuple tuple : map.getValue()) {
            String name = text(tuple.getKeyNode());
            if (!present.add(name)) {
                fault.accept(tuple.getKeyNode(), name + " stands here twice: keep one");
            }
        }
        if (element.isFree()) {
            return;
        }
        if (element.hasOneKey() && map.getValue().size() > 1) {
            NodeTuple second = map.getValue().get(1);
            fault.accept(
                    second.getKeyNode(),
                    "each item has one keyword: put \"- \" before " + text(second.getKeyNode())
                            + ", or indent it further if it belongs to "
                            + text(map.getValue().get(0).getKeyNode()));
        }
        for (NodeTuple tuple : map.getValue()) {
            String name = text(tuple.getKeyNode());
            YamlDsl.Element child = element.child(name);
            if (child == null) {
                // one word is wrong, not two
                if (element.needsExpression() && VALUE.contains(name)) {
                    fault.accept(
                            tuple.getKeyNode(),
                            key + " has no " + name + ": write " + asExpression(text(tuple.getValueNode())));
                    present.add("expression");
                } else {
                    fault.accept(tuple.getKeyNode(), unknown(key, name, element.keys()));
                    Suggestion.nearest(name, element.keys()).ifPresent(present::add);
                }
            } else {
                check(name, child, tuple.getValueNode());
                if (tuple.getValueNode() instanceof ScalarNode value
                        && YamlDsl.durations(key).contains(name)) {
                    duration(name, value);
                }
            }
        }
        for (String name : element.required()) {
            if (!present.contains(name)) {
                fault.accept(map, named(key) + " needs " + name + ":");
            }
        }
        if (element.needsExpression()) {
            expression(key, element.languages(), map, present);
        }
    }

    private void expression(String key, Collection<String> languages, MappingNode map, Set<String> present) {
        List<String> given =
                present.stream().filter(languages::contains).sorted().toList();
        if (given.isEmpty() && !present.contains("expression")) {
            fault.accept(map, named(key) + " needs an expression, for example simple: or constant:");
        } else if (given.size() > 1) {
            fault.accept(map, named(key) + " has " + String.join(" and ", given) + ": one expression is enough");
        }
    }

    private static String asExpression(String text) {
        return (text.contains("${") ? "simple" : "constant") + ": {expression: \"" + text + "\"}";
    }

    private static String named(String key) {
        return key.isEmpty() ? "this" : key;
    }

    private static String unknown(String key, String name, Collection<String> keys) {
        String what = key.isEmpty()
                ? "unknown keyword " + name
                : key.startsWith("an item of ") ? "unknown step " + name : key + " has no " + name;
        String suggestion = Suggestion.didYouMean(name, keys);
        return what
                + (suggestion.isEmpty() && keys.size() <= MANY ? "; it has " + String.join(", ", keys) : suggestion);
    }

    private void duration(String name, ScalarNode node) {
        String text = node.getValue();
        try {
            if (!text.isBlank() && !text.contains("{{")) {
                TimeUtils.toMilliSeconds(text);
            }
        } catch (RuntimeException e) { // of whatever kind: Camel takes the text apart
            fault.accept(node, name + " must be a duration such as 500ms, 30s or 5m, but was \"" + text + "\"");
        }
    }

    private void scalar(String key, YamlDsl.Element element, ScalarNode node) {
        String text = node.getValue();
        boolean nothing = node.getTag().equals(Tag.NULL) || text.isBlank() && node.isPlain();
        if (nothing) {
            if (element.takesList() || element.needsExpression()) {
                fault.accept(node, key + " is empty: is what follows indented far enough?");
            } else if (element.takesMap() && !element.required().isEmpty()) {
                fault.accept(node, named(key) + " needs " + String.join(", ", element.required()) + ":");
            }
            return;
        }
        if (!element.takesScalar()) {
            fault.accept(
                    node,
                    element.needsExpression()
                            ? named(key) + " needs an expression: write " + asExpression(text) + " below it"
                            : named(key) + " is " + wanted(element) + ", not the plain value \"" + text + "\"");
            return;
        }
        if (text.contains("{{") || text.startsWith("#")) {
            return; // a property's value, or a bean's: known only when it runs
        }
        List<String> choices = element.choices();
        if (!choices.isEmpty() && choices.stream().noneMatch(text::equalsIgnoreCase)) {
            fault.accept(
                    node,
                    key + " must be one of " + String.join(", ", choices) + ", but was \"" + text + "\""
                            + Suggestion.didYouMean(text, choices));
        } else if ("boolean".equals(element.scalarType()) && !text.matches("(?i)true|false")) {
            fault.accept(node, key + " must be true or false, but was \"" + text + "\"");
        } else if (("number".equals(element.scalarType()) || "integer".equals(element.scalarType()))
                && !text.matches("-?[0-9]+(\\.[0-9]+)?")) {
            fault.accept(node, key + " must be a number, but was \"" + text + "\"");
        }
    }
}
