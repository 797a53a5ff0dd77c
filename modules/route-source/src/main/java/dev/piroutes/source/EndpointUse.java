package dev.piroutes.source;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An endpoint where a route uses it.
 *
 * @param step the keyword: {@code from}, {@code to}, {@code toD}, {@code wireTap} and so on
 * @param uri as written, with its query
 * @param parameters what stands under {@code parameters:}, by name
 * @param route the route that it belongs to
 */
public record EndpointUse(String step, Word uri, Map<String, Word> parameters, Optional<RouteDeclared> route) {

    /**
     * The option that stands in the path, of components that devices are made of: {@code uri: timer} with
     * {@code timerName: t} is {@code timer:t}.
     */
    private static final Map<String, String> IN_PATH = Map.ofEntries(
            Map.entry("bean", "beanName"),
            Map.entry("cron", "name"),
            Map.entry("daytime", "name"),
            Map.entry("direct", "name"),
            Map.entry("file", "directoryName"),
            Map.entry("gpio", "pin"),
            Map.entry("kamelet", "templateId"),
            Map.entry("log", "loggerName"),
            Map.entry("paho", "topic"),
            Map.entry("paho-mqtt5", "topic"),
            Map.entry("platform-http", "path"),
            Map.entry("seda", "name"),
            Map.entry("i2c", "chip"),
            Map.entry("sensor", "name"),
            Map.entry("timer", "timerName"),
            Map.entry("vertx-http", "httpUri"));

    /** The steps that take their options as they are written. */
    private static final Set<String> LITERAL = Set.of("from", "to");

    /** Whether the route begins here. */
    public boolean consumes() {
        return step.equals("from") || step.startsWith("poll");
    }

    /** Whether each message decides where it goes. */
    public boolean isDynamic() {
        return isExpression(uri.text())
                || isExpression(path())
                || !LITERAL.contains(step)
                        && parameters.values().stream().map(Word::text).anyMatch(EndpointUse::isExpression);
    }

    private static boolean isExpression(String text) {
        return text.contains("${") || text.contains("$simple{");
    }

    /** The component's name. */
    public String scheme() {
        return uri.text().split("[:?]", 2)[0].trim();
    }

    /** The pin, the topic: what stands between the scheme and the query, without slashes in front, or under its name. */
    public String path() {
        String[] parts = uri.text().split("\\?", 2)[0].split(":", 2);
        return parts.length < 2
                ? named().map(Word::text).orElse("")
                : parts[1].replaceFirst("^//", "").trim();
    }

    /** Where the path stands. */
    public Place placeOfPath() {
        return uri.text().contains(":") ? uri.place() : named().map(Word::place).orElse(uri.place());
    }

    private Optional<Word> named() {
        return Optional.ofNullable(IN_PATH.get(scheme())).map(parameters::get);
    }

    /** The option of a component that {@link #path} takes, where the URI is the component's name alone. */
    public static Map<String, String> optionsInPath() {
        return IN_PATH;
    }

    /** The query's text, empty if there is none. */
    public String query() {
        String[] parts = uri.text().split("\\?", 2);
        return parts.length < 2 ? "" : parts[1];
    }

    /** The options by name, in the query and under {@code parameters:}. */
    public Map<String, Word> options() {
        Map<String, Word> options = new LinkedHashMap<>();
        for (String pair : query().split("&")) {
            String[] sides = pair.split("=", 2);
            if (sides.length == 2) {
                options.put(sides[0], new Word(sides[1], uri.place()));
            }
        }
        options.putAll(parameters);
        return options;
    }

    /** The option, under {@code parameters:} or in the query. */
    public Optional<Word> option(String name) {
        return Optional.ofNullable(options().get(name));
    }

    /** Where the option stands, or else the endpoint. */
    public Place placeOf(String option) {
        Word word = parameters.get(option);
        return word == null ? uri.place() : word.place();
    }
}
