package dev.piroutes.mqtt;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.DefaultPropertiesLookup;
import org.apache.camel.component.properties.DefaultPropertiesParser;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.properties.PropertiesLookup;
import org.jspecify.annotations.Nullable;

/**
 * A property of the context, letter by letter as it was given: a password may have braces, backslashes and blanks. Camel
 * itself takes a value for a text with placeholders.
 */
final class Property {

    private Property() {}

    /** Its value from wherever the context looks for it; null: there is none, or nothing but blanks. */
    static @Nullable String of(CamelContext context, String name) {
        AtomicReference<@Nullable String> found = new AtomicReference<>();
        if (context.getPropertiesComponent() instanceof PropertiesComponent properties) {
            DefaultPropertiesParser parser = new DefaultPropertiesParser(properties) {
                @Override
                public String parseProperty(String key, @Nullable String value, PropertiesLookup lookup) {
                    found.set(value);
                    return "";
                }
            };
            parser.parseUri("{{?" + name + "}}", new DefaultPropertiesLookup(properties), false, false, false);
        }
        String value = found.get();
        return value == null || value.isBlank() ? null : value;
    }
}
