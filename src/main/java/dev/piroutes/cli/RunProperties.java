package dev.piroutes.cli;

import java.util.HashMap;
import java.util.Map;

/**
 * The properties that routes find: the settings, and beside them what the program decides where nobody has said otherwise. In
 * one place, so that whoever looks at route files without running them finds what a run would.
 */
final class RunProperties {
    private RunProperties() {}

    /** For who looks at route files: as on a virtual board. */
    static Map<String, String> of(Settings settings, RouteFiles routes) {
        return of(settings, routes, Map.of("gpio-timer.enabled", "true"));
    }

    /**
     * By name. Without {@code mqtt.url} its value is the address of the broker that a run would start.
     *
     * @param machine what the program decides on this machine
     */
    static Map<String, String> of(Settings settings, RouteFiles routes, Map<String, String> machine) {
        Map<String, String> defaults = new HashMap<>(machine);
        defaults.put("mqtt.client-id-suffix", RunOptions.clientIdSuffix(settings));
        defaults.put("camel.main.name", "pi-routes");
        defaults.put("camel.main.shutdownTimeout", "2");
        defaults.put("camel.main.shutdownLogInflightExchangesOnTimeout", "false");
        defaults.put("camel.main.startupSummaryLevel", "Off");
        // The log steps of routes: one logger, beside our own.
        defaults.put("camel.main.logName", "dev.piroutes.routes");
        // What fails in a Kamelet fails the step that uses it; else its route would give up by itself, and the step
        // seem done.
        defaults.put("camel.component.kamelet.noErrorHandler", "true");
        defaults.put("camel.component.kamelet.location", routes.kamelets());
        defaults.put("pi-routes.version", PiRoutes.Version.number());
        Map<String, String> properties = settings.withDefaults(defaults);
        if (settings.get(Setting.MQTT_URL) == null) {
            BrokerOptions broker = BrokerOptions.of(settings);
            properties.put(Setting.MQTT_URL.key(), broker.localUrl());
            properties.put(Setting.BROKER_PORT.key(), String.valueOf(broker.port()));
        }
        return properties;
    }
}
