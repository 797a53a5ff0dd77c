package dev.piroutes.cli;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The properties that routes find beside the settings that somebody gave. In one place, so that whoever looks at route files
 * without running them finds what a run would.
 */
final class RunProperties {
    private RunProperties() {}

    /** Puts them into the settings, where nobody has said otherwise. @param virtual whether pins are simulated */
    static void putInto(Settings settings, RouteFiles routes, boolean virtual) {
        defaults(settings, routes, virtual).forEach(settings::putDefault);
    }

    /** The settings and these, with the address of the broker that a run would start. */
    static Map<String, String> asIfRun(Settings settings, RouteFiles routes) {
        Settings run = settings.copy();
        putInto(run, routes, true);
        Map<String, String> properties = new HashMap<>(run.toMap());
        properties.computeIfAbsent(Setting.MQTT_URL.key(), url -> Brokers.localUrl(settings));
        return properties;
    }

    private static Map<String, String> defaults(Settings settings, RouteFiles routes, boolean virtual) {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("gpio-timer.enabled", String.valueOf(virtual));
        defaults.put("mqtt.client-id-suffix", Bench.clientIdSuffix(settings));
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
        return defaults;
    }
}
