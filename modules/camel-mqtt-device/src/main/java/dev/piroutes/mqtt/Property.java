package dev.piroutes.mqtt;

import static org.apache.camel.component.properties.PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER;
import static org.apache.camel.component.properties.PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_OVERRIDE;
import static org.apache.camel.component.properties.PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER;
import static org.apache.camel.component.properties.PropertiesComponent.SYSTEM_PROPERTIES_MODE_OVERRIDE;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.DefaultPropertiesLookup;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.util.IOHelper;
import org.jspecify.annotations.Nullable;

/**
 * A property of the context, letter by letter as it was given: a password may have braces, backslashes and blanks. Camel
 * itself takes a value for a text with placeholders.
 */
final class Property {

    private Property() {}

    /** Its value from wherever the context looks for it, in Camel's order; null: there is none, or nothing but blanks. */
    static @Nullable String of(CamelContext context, String name) {
        if (!(context.getPropertiesComponent() instanceof PropertiesComponent properties)) {
            return null;
        }
        Supplier<@Nullable String> system = () -> System.getProperty(name);
        Supplier<@Nullable String> environment = () -> IOHelper.lookupEnvironmentVariable(name);
        Supplier<@Nullable String> given = () -> new DefaultPropertiesLookup(properties).lookup(name, null);
        Supplier<@Nullable String> nowhere = () -> null;
        int systemMode = properties.getSystemPropertiesMode();
        int environmentMode = properties.getEnvironmentVariableMode();
        String value = first(Stream.of(
                systemMode == SYSTEM_PROPERTIES_MODE_OVERRIDE ? system : nowhere,
                environmentMode == ENVIRONMENT_VARIABLES_MODE_OVERRIDE ? environment : nowhere,
                given,
                systemMode == SYSTEM_PROPERTIES_MODE_NEVER ? nowhere : system,
                environmentMode == ENVIRONMENT_VARIABLES_MODE_NEVER ? nowhere : environment));
        return value == null || value.isBlank() ? null : value;
    }

    private static @Nullable String first(Stream<Supplier<@Nullable String>> sources) {
        return sources.map(Supplier::get)
                .filter(value -> value != null)
                .findFirst()
                .orElse(null);
    }
}
