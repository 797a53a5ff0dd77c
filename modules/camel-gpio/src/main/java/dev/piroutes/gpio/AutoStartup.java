package dev.piroutes.gpio;

import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a route starts by itself. Camel starts the producers of every route with the context, even of those
 * that it leaves off, and tells them nothing when such a route is started after all.
 */
final class AutoStartup {
    private AutoStartup() {}

    /** False if the route's autoStartup, or that of the route that uses it as a Kamelet, is false; true otherwise, and for a producer outside of routes. */
    static boolean of(CamelContext context, @Nullable String routeId) {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        RouteDefinition route =
                model == null || routeId == null ? null : model.getRouteDefinition(AuthoredRoute.of(context, routeId));
        if (route == null || route.getAutoStartup() == null) {
            return true;
        }
        return !Boolean.FALSE.equals(CamelContextHelper.parseBoolean(context, route.getAutoStartup()));
    }
}
