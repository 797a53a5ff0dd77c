package dev.piroutes.check;

import org.apache.camel.component.properties.DefaultPropertiesParser;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.properties.PropertiesLookup;
import org.apache.camel.component.properties.PropertiesParser;
import org.jspecify.annotations.Nullable;

/**
 * A placeholder stands for its value, letter by letter: what looks like a placeholder or an escape in the value of a setting
 * or of a Kamelet's parameter is neither. Camel itself looks for both there, too. Braces and backslashes of values pass its
 * parser in disguise. The URI of an endpoint Camel parses twice, so that there the second time still looks into values.
 */
final class LiteralValues implements PropertiesParser {

    private static final String MEANT = "{}\\";
    /** Of Unicode's private use: no text has them. */
    private static final String DISGUISED = "\uF8D0\uF8D1\uF8D2";

    /** Asked, not extended: it logs what it finds, passwords too, in the name of its class. */
    private final PropertiesParser camel;

    LiteralValues(PropertiesComponent properties) {
        camel = new DefaultPropertiesParser(properties);
    }

    @Override
    public @Nullable String parseProperty(String key, @Nullable String value, PropertiesLookup properties) {
        return value;
    }

    @Override
    public @Nullable String parseUri(
            String text,
            PropertiesLookup properties,
            boolean defaultFallbackEnabled,
            boolean keepUnresolvedOptional,
            boolean nestedPlaceholder) {
        PropertiesLookup disguised = (name, byDefault) -> {
            String value = properties.lookup(name, byDefault);
            return value == null ? null : translated(value, MEANT, DISGUISED);
        };
        String parsed =
                camel.parseUri(text, disguised, defaultFallbackEnabled, keepUnresolvedOptional, nestedPlaceholder);
        return parsed == null ? null : kept(parsed);
    }

    /** So that what Camel does next, which is to take escapes away, leaves the values as they are. */
    private static String kept(String parsed) {
        String text =
                translated(parsed.replaceAll("\uF8D2(?=[{\uF8D0]{2}|[}\uF8D1]{2})", "\uF8D2\uF8D2"), DISGUISED, MEANT);
        // Camel 4.17 loses a backslash that is one of the last two letters.
        return text.replaceFirst("(?s)\\\\.?\\z", "\\\\$0");
    }

    private static String translated(String text, String from, String to) {
        String translated = text;
        for (int i = 0; i < from.length(); i++) {
            translated = translated.replace(from.charAt(i), to.charAt(i));
        }
        return translated;
    }
}
