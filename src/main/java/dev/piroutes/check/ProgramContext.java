package dev.piroutes.check;

import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;

/**
 * What every Camel context has that runs, tries or tests the program's routes: a placeholder stands for its value as it is,
 * every endpoint of MQTT is a device's, and classes are found in {@code ext.dir}, too. Tests find it as a service.
 */
public final class ProgramContext implements CamelConfiguration {

    /**
     * Looks past the environment: the settings have looked there already, and a command line is stronger than it.
     *
     * @param context that has not started yet
     */
    @Override
    public void configure(CamelContext context) {
        if (context.getPropertiesComponent() instanceof PropertiesComponent properties) {
            properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
            properties.setPropertiesParser(new LiteralValues(properties));
        }
        context.addLifecycleStrategy(new DeviceRequirement());
        // For threads of others.
        context.setApplicationContextClassLoader(Thread.currentThread().getContextClassLoader());
    }
}
