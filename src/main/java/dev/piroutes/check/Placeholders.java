package dev.piroutes.check;

import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;

/** What {@code {{name}}} stands for. */
public final class Placeholders {

    private Placeholders() {}

    /** Looks past the environment: the settings have looked there already, and a command line is stronger than it. */
    public static void withoutEnvironment(CamelContext context) {
        if (context.getPropertiesComponent() instanceof PropertiesComponent properties) {
            properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        }
    }
}
