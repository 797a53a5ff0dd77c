package dev.piroutes.plots;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.Jsoner;
import org.jspecify.annotations.Nullable;

/**
 * Which number: that of a topic, or of a field in its JSON.
 *
 * @param field names with dots between them, such as {@code bme280.temperature}; empty: the payload is the number
 */
public record SeriesName(String topic, String field) {
    private static final int LONGEST = 200;
    private static final String BETWEEN = "~";
    private static final String ENDING = ".rrd";

    /** @throws IllegalArgumentException if it does not fit into a file's name */
    public SeriesName {
        if (topic.isEmpty() || fileName(topic, field).length() > LONGEST) {
            throw new IllegalArgumentException("topic and field are too long to be plotted: " + topic);
        }
    }

    /** Of a file that was made for one. @throws IllegalArgumentException if it was not */
    static SeriesName ofFile(String name) {
        String[] parts = name.replaceFirst("\\.rrd$", "").split(BETWEEN, 2);
        if (!name.endsWith(ENDING) || parts.length != 2) {
            throw new IllegalArgumentException(name + " is no plot");
        }
        return new SeriesName(
                URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }

    /** Topic, and the field behind a blank, if there is one. */
    @Override
    public String toString() {
        return (topic + " " + field).strip();
    }

    String fileName() {
        return fileName(topic, field);
    }

    private static String fileName(String topic, String field) {
        return encoded(topic) + BETWEEN + encoded(field) + ENDING;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace(BETWEEN, "%7E");
    }

    /** The number in a payload; empty: there is none. */
    OptionalDouble in(String payload) {
        return field.isEmpty() ? number(payload.strip()) : inJson(payload);
    }

    private OptionalDouble inJson(String payload) {
        try {
            Object at = Jsoner.deserialize(payload);
            for (String name : field.split("\\.")) {
                at = at instanceof Map<?, ?> object ? object.get(name) : null;
            }
            return at == null ? OptionalDouble.empty() : number(at.toString());
        } catch (DeserializationException e) {
            return OptionalDouble.empty();
        }
    }

    private static OptionalDouble number(@Nullable String text) {
        try {
            double number = Double.parseDouble(text);
            return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
        } catch (NumberFormatException | NullPointerException e) {
            return OptionalDouble.empty();
        }
    }
}
