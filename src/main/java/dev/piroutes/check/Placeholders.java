package dev.piroutes.check;

import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;

/** What {@code {{name}}} stands for. */
public final class Placeholders {

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
