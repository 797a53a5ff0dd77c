package dev.piroutes.gpio;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;

/**
 * Tells which route a person wrote. For every use of a Kamelet Camel makes a route of its own, with an id that nobody
 * has seen; the one meant is that with the {@code kamelet:} step in it.
 */
public final class AuthoredRoute {
    private static final String PARENT = "parentRouteId";

    private AuthoredRoute() {}

    /** The id of the route that uses the Kamelet, if the given route was made for one; else the same id. */
    public static String of(CamelContext context, String routeId) {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        String id = routeId;
        while (model != null && parent(model.getRouteDefinition(id)) instanceof String parent) {
            id = parent;
        }
        return id;
    }

    private static @Nullable Object parent(@Nullable RouteDefinition route) {
        Map<String, Object> parameters =
                route == null || !Boolean.TRUE.equals(route.isKamelet()) ? null : route.getTemplateParameters();
        return parameters == null ? null : parameters.get(PARENT);
    }
}
