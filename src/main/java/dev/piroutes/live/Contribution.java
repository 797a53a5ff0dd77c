package dev.piroutes.live;

import dev.piroutes.check.RouteText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.model.BeanFactoryDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;

/** What some route files have put into a context, as it is now. */
final class Contribution {

    private final CamelContext context;
    private final Model model;
    private final Set<String> files;
    private final List<Map<String, String>> asked;

    /**
     * @param files their names
     * @param texts what is in them, or was
     */
    Contribution(CamelContext context, Set<String> files, Collection<String> texts) {
        this.asked = SharedDeclarations.templatedRoutes(texts);
        this.context = context;
        this.model = context.getCamelContextExtension().getContextPlugin(Model.class);
        this.files = files;
    }

    /** Their beans, as they are bound. */
    Map<String, Object> beans() {
        Map<String, Object> beans = new HashMap<>();
        for (BeanFactoryDefinition<?> definition : definitions()) {
            Object bean = context.getRegistry().lookupByName(definition.getName());
            if (bean != null) {
                beans.put(definition.getName(), bean);
            }
        }
        return beans;
    }

    /**
     * Makes room for the beans that are there as soon as a text is read; Camel would keep what is declared no more.
     *
     * @return puts them back
     */
    Runnable makeRoom() {
        List<BeanFactoryDefinition<?>> definitions = definitions();
        Map<String, Object> beans = beans();
        model.getCustomBeans().removeAll(definitions);
        return () -> {
            definitions.forEach(model::addCustomBean);
            beans.forEach(context.getRegistry()::bind);
        };
    }

    private List<BeanFactoryDefinition<?>> definitions() {
        List<BeanFactoryDefinition<?>> found = new ArrayList<>(model.getCustomBeans());
        found.removeIf(definition -> !files.contains(RouteText.file(definition.getResource())));
        return found;
    }

    /** Their routes that run. */
    List<Route> routes() {
        Set<String> ids = ids();
        return context.getRoutes().stream()
                .filter(route -> ids.contains(route.getRouteId()))
                .toList();
    }

    /**
     * The configurations of routes that other things have made, such as a builder in Java. One of a file has an id that
     * stands there, or none, and then what is in it says where it comes from.
     *
     * @param texts what is in the files
     */
    List<RouteConfigurationDefinition> configurationsOfOthers(Collection<String> texts) {
        Set<String> ids = SharedDeclarations.idsOfConfigurations(texts);
        return model.getRouteConfigurationDefinitions().stream()
                .filter(configuration -> !isOfFiles(configuration, ids))
                .toList();
    }

    private boolean isOfFiles(RouteConfigurationDefinition configuration, Set<String> ids) {
        List<NamedNode> parts = parts(configuration);
        boolean named = configuration.getId() != null || parts.isEmpty();
        return named && ids.contains(String.valueOf(configuration.getId()))
                || parts.stream().map(RouteText::file).anyMatch(files::contains);
    }

    private static List<NamedNode> parts(RouteConfigurationDefinition configuration) {
        return Stream.<List<? extends NamedNode>>of(
                        configuration.getOnExceptions(),
                        configuration.getOnCompletions(),
                        configuration.getIntercepts(),
                        configuration.getInterceptFroms(),
                        configuration.getInterceptSendTos())
                .<NamedNode>flatMap(List::stream)
                .toList();
    }

    /** The routes that are none of theirs. */
    List<String> routesOfOthers() {
        Set<String> ids = ids();
        return context.getRoutes().stream()
                .map(Route::getRouteId)
                .filter(id -> !ids.contains(id))
                .sorted()
                .toList();
    }

    /** Their routes, those of their templates, and those that Kamelets have made for them. */
    private Set<String> ids() {
        Set<String> ids = new LinkedHashSet<>();
        List<RouteDefinition> definitions = model.getRouteDefinitions();
        definitions.stream()
                .filter(route -> files.contains(file(route)) || isAsked(route))
                .forEach(route -> ids.add(route.getRouteId()));
        boolean more = true;
        while (more) {
            more = false;
            for (RouteDefinition route : definitions) {
                Map<String, Object> parameters = route.getTemplateParameters();
                if (parameters != null && ids.contains(String.valueOf(parameters.get("parentRouteId")))) {
                    more |= ids.add(route.getRouteId());
                }
            }
        }
        return ids;
    }

    /** Whether it is made of a template of others, and they have asked for it: with the same id, or the same values. */
    private boolean isAsked(RouteDefinition route) {
        Map<String, Object> parameters = route.getTemplateParameters();
        return parameters != null
                && !parameters.containsKey("parentRouteId")
                && file(route).isEmpty()
                && asked.stream().anyMatch(values -> {
                    Map<String, String> own = new HashMap<>(values);
                    String id = own.remove(SharedDeclarations.ROUTE_ID);
                    return id != null
                            ? id.equals(route.getRouteId())
                            : !own.isEmpty()
                                    && own.entrySet().stream().allMatch(value -> resolved(value.getValue())
                                            .equals(String.valueOf(parameters.get(value.getKey()))));
                });
    }

    private String resolved(String value) {
        return value.contains("{{") ? context.resolvePropertyPlaceholders(value) : value;
    }

    /** What is made of a template has its {@code from}, and nothing else that tells where it comes from. */
    private static String file(RouteDefinition route) {
        return route.getResource() == null ? RouteText.file(route.getInput()) : RouteText.file(route.getResource());
    }

    /** Takes it all away, but for the beans. */
    void remove() throws Exception {
        Set<String> ids = ids();
        for (String id : ids) {
            context.getRouteController().stopRoute(id);
        }
        for (String id : ids) {
            context.removeRoute(id);
            RouteDefinition left = model.getRouteDefinition(id);
            if (left != null) {
                model.removeRouteDefinition(left);
            }
            if (context.getRoute(id) != null) {
                throw new RuntimeCamelException("route " + id + " does not stop");
            }
        }
        for (RouteTemplateDefinition template : List.copyOf(model.getRouteTemplateDefinitions())) {
            if (files.contains(RouteText.file(template))) {
                model.removeRouteTemplateDefinition(template);
            }
        }
        model.getRestDefinitions().removeIf(rest -> files.contains(RouteText.file(rest)));
    }
}
