package dev.piroutes.source;

import java.util.Map;
import java.util.Optional;

/**
 * An endpoint where a route uses it.
 *
 * @param step the keyword: {@code from}, {@code to}, {@code toD}, {@code wireTap} and so on
 * @param uri as written, with its query
 * @param parameters what stands under {@code parameters:}, by name
 * @param route the route that it belongs to
 */
public record EndpointUse(String step, Word uri, Map<String, Word> parameters, Optional<RouteDeclared> route) {

    /** Whether the route begins here. */
    public boolean consumes() {
        return step.equals("from") || step.startsWith("poll");
    }

    /** Whether each message decides where it goes. */
    public boolean isDynamic() {
        return uri.text().contains("${") || uri.text().contains("$simple{");
    }

    /** The component's name. */
    public String scheme() {
        return uri.text().split("[:?]", 2)[0].trim();
    }

    /** What stands between the scheme and the query, without slashes in front: the pin, the topic. */
    public String path() {
        String[] parts = uri.text().split("\\?", 2)[0].split(":", 2);
        return parts.length < 2 ? "" : parts[1].replaceFirst("^//", "").trim();
    }

    /** The query's text, empty if there is none. */
    public String query() {
        String[] parts = uri.text().split("\\?", 2);
        return parts.length < 2 ? "" : parts[1];
    }

    /** The option, under {@code parameters:} or in the query. */
    public Optional<Word> option(String name) {
        Word word = parameters.get(name);
        if (word != null) {
            return Optional.of(word);
        }
        for (String pair : query().split("&")) {
            if (pair.startsWith(name + "=")) {
                return Optional.of(new Word(pair.substring(name.length() + 1), uri.place()));
            }
        }
        return Optional.empty();
    }

    /** Where the option stands, or else the endpoint. */
    public Place placeOf(String option) {
        Word word = parameters.get(option);
        return word == null ? uri.place() : word.place();
    }
}
