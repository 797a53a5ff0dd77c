package dev.piroutes.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.JsonMapper;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.jspecify.annotations.Nullable;

/**
 * Camel's own JSON schema of its YAML, from the jar of the parser that will read the routes, as questions about one
 * element. A general validator says of a wrong step which twenty alternatives of a {@code oneOf} it is not; what a
 * person wants to know is which word is wrong. (A test holds that a general validator agrees.)
 */
final class YamlDsl {

    private static final String FILE = "/schema/camelYamlDsl.json";
    private static final String MODEL = "org.apache.camel.model.";
    /** Where Camel's jars say what the options of a step are. */
    private static final List<String> STEPS =
            List.of("/META-INF/org/apache/camel/model/", "/META-INF/org/apache/camel/model/config/");

    private static final Map<String, Set<String>> DURATIONS = new ConcurrentHashMap<>();
    private static final String EXPRESSION = MODEL + "language.ExpressionDefinition";

    /** The steps that Camel lets go without their expression. */
    private static final Set<String> EXPRESSION_OPTIONAL =
            Set.of(MODEL + "SortDefinition", MODEL + "ResequenceDefinition");

    private final JsonObject declaration;
    private final Map<String, JsonObject> definitions = new LinkedHashMap<>();

    YamlDsl() {
        JsonObject schema = read();
        declaration = (JsonObject) schema.get("items");
        ((JsonObject) declaration.get("definitions")).forEach((name, definition) -> {
            definitions.put(name, (JsonObject) definition);
        });
    }

    /** The schema as it is in Camel's jar. */
    static JsonObject read() {
        try (InputStream in = Objects.requireNonNull(YamlDsl.class.getResourceAsStream(FILE), FILE)) {
            return (JsonObject) Jsoner.deserialize(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException | DeserializationException e) {
            throw new IllegalStateException(FILE + " cannot be read", e);
        }
    }

    /** The options of a step that are durations: the schema has them as texts. */
    static Set<String> durations(String step) {
        return DURATIONS.computeIfAbsent(step, YamlDsl::readDurations);
    }

    private static Set<String> readDurations(String step) {
        for (String folder : STEPS) {
            try (InputStream in = YamlDsl.class.getResourceAsStream(folder + step + ".json")) {
                if (in != null) {
                    String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    return JsonMapper.generateEipModel(json).getOptions().stream()
                            .filter(option -> "duration".equals(option.getType()))
                            .map(BaseOptionModel::getName)
                            .collect(Collectors.toSet());
                }
            } catch (IOException e) {
                throw new IllegalStateException(folder + step + ".json cannot be read", e);
            }
        }
        return Set.of();
    }

    /** The element that a file is a list of. */
    Element declaration() {
        return new Element("", declaration);
    }

    /** What the schema says of one element. */
    final class Element {
        private final String name;
        private final JsonObject schema;
        /** The schema, and the alternatives of it. */
        private final List<JsonObject> shapes = new ArrayList<>();

        private final Set<String> groups = new TreeSet<>();

        private Element(String name, JsonObject schema) {
            this.name = name;
            this.schema = schema;
            gather(schema);
        }

        private void gather(JsonObject shape) {
            shapes.add(shape);
            for (String alternatives : List.of("oneOf", "anyOf")) {
                if (shape.get(alternatives) instanceof JsonArray array) {
                    array.forEach(alternative -> alternative((JsonObject) alternative));
                }
            }
        }

        private void alternative(JsonObject alternative) {
            if (alternative.get("$ref") instanceof String ref) {
                groups.add(definitionName(ref));
                gather(definition(ref));
            } else if (!alternative.containsKey("not")) {
                gather(alternative);
            }
        }

        /** Whether a plain value will do. */
        boolean takesScalar() {
            return shapes.stream().anyMatch(shape -> shape.get("type") instanceof String type && !isContainer(type))
                    || isAnything();
        }

        boolean takesMap() {
            return shapes.stream().anyMatch(shape -> "object".equals(shape.get("type"))) || isAnything();
        }

        boolean takesList() {
            return shapes.stream().anyMatch(shape -> "array".equals(shape.get("type"))) || isAnything();
        }

        private boolean isAnything() {
            return shapes.stream().noneMatch(shape -> shape.containsKey("type"));
        }

        private boolean isContainer(String type) {
            return type.equals("object") || type.equals("array");
        }

        /** The type of a plain value: string, number, integer, boolean; null where it is none. */
        @Nullable
        String scalarType() {
            return shapes.stream()
                    .map(shape -> shape.get("type"))
                    .filter(type -> type instanceof String text && !isContainer(text))
                    .map(String.class::cast)
                    .findFirst()
                    .orElse(null);
        }

        /** The values of which a plain one must be; empty if any will do. */
        List<String> choices() {
            return schema.get("enum") instanceof JsonArray values
                    ? values.stream().map(String::valueOf).toList()
                    : List.of();
        }

        /** Whether any key will do, as under {@code parameters}. */
        boolean isFree() {
            return shapes.stream()
                    .noneMatch(shape ->
                            Boolean.FALSE.equals(shape.get("additionalProperties")) || shape.containsKey("properties"));
        }

        /** The keys that it may have. */
        Collection<String> keys() {
            Set<String> keys = new TreeSet<>();
            shapes.forEach(shape -> keys.addAll(properties(shape).keySet()));
            return keys;
        }

        /** Whether it may have one key only. */
        boolean hasOneKey() {
            return schema.get("maxProperties") instanceof Number;
        }

        /** The keys that it must have. */
        List<String> required() {
            List<String> required = new ArrayList<>();
            if (schema.get("required") instanceof JsonArray names) {
                names.forEach(key -> required.add(String.valueOf(key)));
            }
            // of the shape that is a map, not of a choice between keys
            return required;
        }

        /** Whether it must have an expression, in whatever language. */
        boolean needsExpression() {
            return groups.contains(EXPRESSION) && !EXPRESSION_OPTIONAL.contains(name);
        }

        /** The keywords of languages, of which an element has one. */
        Collection<String> languages() {
            return properties(Objects.requireNonNull(definitions.get(EXPRESSION)))
                    .keySet();
        }

        /** What stands under a key, or null if there must be no such key. */
        @Nullable
        Element child(String key) {
            Element any = null;
            for (JsonObject shape : shapes) {
                if (properties(shape).get(key) instanceof JsonObject child) {
                    if (!child.isEmpty()) {
                        return element(child);
                    }
                    any = new Element("", child);
                }
            }
            return any;
        }

        /** What the items of a list are, or null where any will do. */
        @Nullable
        Element item() {
            return schema.get("items") instanceof JsonObject item ? element(item) : null;
        }

        private Element element(JsonObject child) {
            if (child.get("$ref") instanceof String ref) {
                return new Element(definitionName(ref), definition(ref));
            }
            return new Element("", child);
        }

        private Map<String, Object> properties(JsonObject shape) {
            return shape.get("properties") instanceof JsonObject properties ? properties : Map.of();
        }
    }

    private JsonObject definition(String ref) {
        return Objects.requireNonNull(definitions.get(definitionName(ref)), ref);
    }

    private static String definitionName(String ref) {
        return ref.substring(ref.lastIndexOf('/') + 1);
    }
}
