package dev.piroutes.check;

import dev.piroutes.source.RouteFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Kamelet, as its file has it.
 *
 * @param definition what it says of itself: its title, its parameters
 * @param template what it makes where it is used; nothing where that cannot be read
 * @param unreadable why its file is no text, with its name
 */
record Kamelet(Map<?, ?> definition, Optional<RouteFile> template, Optional<String> unreadable) {

    Kamelet(Map<?, ?> definition, Optional<RouteFile> template) {
        this(definition, template, Optional.empty());
    }

    /**
     * A parameter.
     *
     * @param type a type of JSON's; empty if it has none
     * @param choices the values that it may have; empty: any
     * @param preset the value that it has where none is given
     */
    record Parameter(String type, List<String> choices, Optional<String> preset) {

        private static Parameter of(Map<?, ?> property) {
            return new Parameter(
                    text(property, "type").orElse(""),
                    list(property.get("enum")).toList(),
                    text(property, "default"));
        }
    }

    /** Whether messages are given to it: it is a sink or an action. A source is what begins elsewhere. */
    Optional<Boolean> takesMessages() {
        return template.map(made -> made.endpoints().stream()
                .anyMatch(use -> use.consumes()
                        && use.scheme().equals("kamelet")
                        && use.path().equals("source")));
    }

    /** Its parameters by name, in the order of the file. */
    Map<String, Parameter> parameters() {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        if (definition.get("properties") instanceof Map<?, ?> properties) {
            properties.forEach((name, property) -> parameters.put(
                    String.valueOf(name), Parameter.of(property instanceof Map<?, ?> map ? map : Map.of())));
        }
        return parameters;
    }

    /** The parameters that it needs to be given. */
    List<String> required() {
        Map<String, Parameter> parameters = parameters();
        return list(definition.get("required"))
                .filter(name -> Optional.ofNullable(parameters.get(name))
                        .flatMap(Parameter::preset)
                        .isEmpty())
                .toList();
    }

    private static Optional<String> text(Map<?, ?> map, String key) {
        return Optional.ofNullable(map.get(key)).map(String::valueOf);
    }

    private static Stream<String> list(@Nullable Object value) {
        return value instanceof List<?> list ? list.stream().map(String::valueOf) : Stream.empty();
    }
}
