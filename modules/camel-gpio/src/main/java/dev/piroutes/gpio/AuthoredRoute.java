package dev.piroutes.gpio;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.CamelContextHelper;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route that a person wrote. For every use of a Kamelet Camel makes a route of its own, with an id that nobody
 * has seen; the one meant is that with the {@code kamelet:} step in it.
 */
public final class AuthoredRoute {
    private static final String PARENT = "parentRouteId";

    private AuthoredRoute() {}

    /**
     * False if autoStartup of the route, or of the route that uses it as a Kamelet, is false. Camel starts the producers of
     * such a route with the context all the same, and does not notify them when the route is started.
     */
    static boolean isAutoStartup(CamelContext context, @Nullable String routeId) {
        RouteDefinition route = routeId == null ? null : definition(context, of(context, routeId));
        return route == null
                || route.getAutoStartup() == null
                || !Boolean.FALSE.equals(CamelContextHelper.parseBoolean(context, route.getAutoStartup()));
    }

    /** The id of the route that uses the Kamelet, if the given route was made for one; else the same id. */
    public static String of(CamelContext context, String routeId) {
        String id = routeId;
        while (parent(definition(context, id)) instanceof String parent) {
            id = parent;
        }
        return id;
    }

    private static @Nullable RouteDefinition definition(CamelContext context, String id) {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        return model == null ? null : model.getRouteDefinition(id);
    }

    private static @Nullable Object parent(@Nullable RouteDefinition route) {
        Map<String, Object> parameters =
                route == null || !Boolean.TRUE.equals(route.isKamelet()) ? null : route.getTemplateParameters();
        return parameters == null ? null : parameters.get(PARENT);
    }
}
