package dev.piroutes.verify;

import dev.piroutes.source.Finding;
import dev.piroutes.source.Place;
import dev.piroutes.source.Suggestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A mapping of a YAML file, field by field. What is wrong is added to the findings, and replaced by something harmless, so
 * that one reading finds all of it.
 */
final class Fields {

    static final Pattern DURATION = Pattern.compile("([0-9]{1,6})(ms|s|m)");

    private final String file;
    private final Node node;
    private final List<Finding> findings;
    private final Map<String, Node> values = new LinkedHashMap<>();

    /** @param known the fields that there may be */
    Fields(String file, Node node, List<Finding> findings, List<String> known) {
        this.file = file;
        this.node = node;
        this.findings = findings;
        if (!(node instanceof MappingNode mapping)) {
            fault(node, "this must be fields, \"name: value\", of " + String.join(", ", known));
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (known.isEmpty() || known.contains(key)) {
                values.put(key, tuple.getValueNode());
            } else {
                fault(
                        tuple.getKeyNode(),
                        "there is no field \"" + key + "\" here" + Suggestion.didYouMean(key, known) + " (there are "
                                + String.join(", ", known) + ")");
            }
        }
    }

    void fault(Node at, String message) {
        findings.add(Finding.error(Place.of(file, at), message));
    }

    /** At the field, or where it is missing from. */
    void fault(String field, String message) {
        Node at = values.get(field);
        fault(at == null ? node : at, message);
    }

    boolean has(String field) {
        return values.containsKey(field);
    }

    boolean hasAll(String... fields) {
        return Stream.of(fields).allMatch(this::has);
    }

    Fields fields(String field, List<String> known) {
        Node value = values.get(field);
        return new Fields(file, value == null ? node : value, findings, known);
    }

    List<Fields> list(String field, List<String> known) {
        List<Fields> list = new ArrayList<>();
        for (Node item : items(field)) {
            list.add(new Fields(file, item, findings, known));
        }
        return list;
    }

    private List<Node> items(String field) {
        Node value = values.get(field);
        if (value == null) {
            return List.of();
        }
        if (value instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        fault(value, field + " must be a list, [] or lines that begin with \"- \"");
        return List.of();
    }

    String text(String field) {
        String text = optional(field);
        if (text == null) {
            if (!has(field)) {
                fault(node, "the field \"" + field + "\" is missing here");
            }
            return "?";
        }
        return text;
    }

    @Nullable
    String optional(String field) {
        Node value = values.get(field);
        return value == null ? null : scalar(field, value);
    }

    private @Nullable String scalar(String field, Node value) {
        if (value instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        fault(value, field + " must be a single value");
        return null;
    }

    /** One text, or a list of them. */
    List<String> texts(String field) {
        Node value = values.get(field);
        if (!(value instanceof SequenceNode)) {
            return List.of(text(field));
        }
        List<String> texts = new ArrayList<>();
        for (Node item : items(field)) {
            String text = scalar(field, item);
            if (text != null) {
                texts.add(text);
            }
        }
        if (texts.isEmpty()) {
            fault(value, field + " must have one value at least");
        }
        return texts;
    }

    Map<String, String> map(String field) {
        Map<String, String> map = new LinkedHashMap<>();
        if (has(field)) {
            fields(field, List.of()).values.forEach((name, value) -> {
                String text = scalar(name, value);
                if (text != null) {
                    map.put(name, text);
                }
            });
        }
        return map;
    }

    int number(String field, int least, int most, int fallback) {
        String right = "a number from " + least + " to " + most;
        return parsed(field, fallback, right, text -> {
            int number = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
            return number >= least && number <= most ? number : null;
        });
    }

    boolean flag(String field, boolean fallback) {
        Map<String, Boolean> flags = Map.of("true", true, "false", false);
        return parsed(field, fallback, "true or false", flags::get);
    }

    Duration duration(String field, Duration fallback) {
        return parsed(field, fallback, "a time like 500ms, 30s or 2m", Fields::duration);
    }

    private <T> T parsed(String field, T fallback, String right, Function<String, @Nullable T> parser) {
        String text = optional(field);
        T value = text == null ? null : parser.apply(text);
        if (text != null && value == null) {
            fault(field, field + " must be " + right + ", but is \"" + text + "\"");
        }
        return value == null ? fallback : value;
    }

    static @Nullable Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            default -> Duration.ofMinutes(number);
        };
    }

    Contract.@Nullable Handling handling(String field) {
        Map<String, Contract.Handling> words =
                Map.of("refuse", Contract.Handling.REFUSE, "either", Contract.Handling.EITHER);
        return has(field) ? parsed(field, Contract.Handling.EITHER, "refuse or either", words::get) : null;
    }
}
