package dev.piroutes.check;

import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;

/** What {@code {{name}}} stands for. */
public final class Placeholders {

    /**
     * {@code {{name}}}, {@code {{name:default}}}, {@code {{?name}}}; a backslash before it makes it a text. Group 1 is the mark
     * before the name, or empty, 2 the name, 3 the default with its colon, or null.
     */
    public static final Pattern PATTERN = Pattern.compile("(?<!\\\\)\\{\\{([?!]?)([A-Za-z0-9_.-]+)(:[^}]*)?}}");

    private Placeholders() {}

    /**
     * For the value that the settings have for it, as it is. Looks past the environment: the settings have looked there
     * already, and a command line is stronger than it.
     */
    public static void areSettings(CamelContext context) {
        if (context.getPropertiesComponent() instanceof PropertiesComponent properties) {
            properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
            properties.setPropertiesParser(new LiteralValues(properties));
        }
    }
}
