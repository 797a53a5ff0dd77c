package dev.piroutes.live;

import dev.piroutes.board.Board;
import dev.piroutes.board.VirtualBoard;
import dev.piroutes.check.Placeholders;
import dev.piroutes.files.Reason;
import dev.piroutes.mqtt.MqttDevice;
import dev.piroutes.source.Finding;
import dev.piroutes.source.RouteSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.BeanFactoryDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.PropertyBindingSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts route files in a Camel context of their own, on a virtual board, without a broker and without letting any
 * message in: whatever keeps them from starting shows here, while what runs runs on.
 */
final class Rehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    private final CamelContext stage;
    private final Function<Throwable, String> inWords;

    /** @param inWords says in one line what is wrong */
    Rehearsal(CamelContext running, Function<Throwable, String> inWords) {
        this.stage = running;
        this.inWords = inWords;
    }

    /** What keeps the files from running together; none if nothing does. Stops at the first it finds. */
    List<Finding> of(List<RouteSource> sources) {
        DefaultCamelContext context = null;
        try (VirtualBoard board = new VirtualBoard()) {
            context = context();
            context.getRegistry().bind("board", board);
            return of(sources, context);
        } catch (RuntimeException e) {
            return List.of(Blame.of(e, sources.get(0), inWords));
        } finally {
            if (context != null) {
                end(context);
            }
        }
    }

    private List<Finding> of(List<RouteSource> sources, DefaultCamelContext context) {
        List<RouteBuilder> builders = new ArrayList<>();
        for (RouteSource source : sources) {
            try {
                builders.addAll(RouteText.configured(context, source, RouteText.location(source.name())));
            } catch (Exception e) {
                return List.of(Blame.of(e, source, inWords));
            }
        }
        Optional<Finding> twice = declaredTwice(context, builders, sources);
        if (twice.isPresent()) {
            return List.of(twice.get());
        }
        try {
            for (RouteBuilder builder : builders) {
                context.addRoutes(builder);
            }
            context.start();
            return List.of();
        } catch (Exception e) {
            return List.of(Blame.of(e, culprit(context, e, sources), inWords));
        }
    }

    /** Whether it ends well is no matter of the files. */
    private static void end(DefaultCamelContext context) {
        try {
            context.close();
        } catch (RuntimeException | IOException e) {
            LOG.debug("a rehearsal did not end well", e);
        }
    }

    private DefaultCamelContext context() {
        DefaultCamelContext context = new DefaultCamelContext(false);
        context.disableJMX();
        context.setAutoStartup(false);
        context.setStartupSummaryLevel(StartupSummaryLevel.Off);
        context.getCamelContextExtension().setRegistry(new DefaultRegistry(new Borrowed(stage)));
        Properties properties = new Properties();
        properties.putAll(stage.getPropertiesComponent().loadProperties());
        properties.setProperty(MqttDevice.CONNECT, "false");
        context.getPropertiesComponent().setOverrideProperties(properties);
        Placeholders.withoutEnvironment(context);
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onComponentAdd(String name, Component component) {
                configure(context, name, component, properties);
            }
        });
        context.build();
        return context;
    }

    /** As the program's settings have it. */
    private static void configure(CamelContext context, String name, Component component, Properties properties) {
        String prefix = "camel.component." + name + ".";
        Map<String, Object> options = new HashMap<>();
        properties.stringPropertyNames().stream()
                .filter(key -> key.startsWith(prefix))
                .forEach(key -> options.put(key.substring(prefix.length()), properties.getProperty(key)));
        if (!options.isEmpty()) {
            PropertyBindingSupport.build()
                    .withCamelContext(context)
                    .withTarget(component)
                    .withConfigurer(component.getComponentPropertyConfigurer())
                    .withProperties(options)
                    .withIgnoreCase(true)
                    .bind();
        }
    }

    /** Camel would let the later one take the place of the earlier, in silence. */
    private static Optional<Finding> declaredTwice(
            CamelContext context, List<RouteBuilder> builders, List<RouteSource> sources) {
        Map<String, String> routes = new HashMap<>();
        for (RouteBuilder builder : builders) {
            String file = RouteText.file(builder.getResource());
            for (RouteDefinition route : builder.getRouteCollection().getRoutes()) {
                String id = route.getRouteId();
                String other = id == null ? null : routes.put(id, file);
                if (other != null) {
                    return Optional.of(Blame.at(
                            source(sources, file),
                            id,
                            "there is a route \"" + id + "\" in " + other
                                    + " already; give this one an id of its own"));
                }
            }
        }
        return Optional.empty();
    }

    private static RouteSource source(List<RouteSource> sources, String file) {
        return sources.stream()
                .filter(source -> source.name().equals(file))
                .findFirst()
                .orElseGet(() -> new RouteSource(file, ""));
    }

    /** The file that a failed start is about. */
    private static RouteSource culprit(CamelContext context, Exception failure, List<RouteSource> sources) {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        for (Throwable t : Reason.chain(failure)) {
            String id = t instanceof FailedToCreateRouteException e
                    ? e.getRouteId()
                    : t instanceof org.apache.camel.FailedToStartRouteException e ? e.getRouteId() : null;
            RouteDefinition route = id == null ? null : model.getRouteDefinition(id);
            if (route != null && route.getResource() != null) {
                return source(sources, RouteText.file(route.getResource()));
            }
        }
        String words = String.valueOf(failure);
        List<BeanFactoryDefinition<?>> latestFirst = new ArrayList<>(model.getCustomBeans());
        Collections.reverse(latestFirst);
        for (BeanFactoryDefinition<?> bean : latestFirst) {
            if (bean.getResource() != null
                    && bean.getProperties() != null
                    && words.contains("\"" + bean.getProperties().get("clientId") + "\"")) {
                return source(sources, RouteText.file(bean.getResource()));
            }
        }
        return sources.get(0);
    }

    /** What the program has bound, and no route file: settings and tests may name it. */
    private static final class Borrowed implements BeanRepository {
        private final CamelContext stage;
        private final Set<String> declared = new HashSet<>();

        Borrowed(CamelContext stage) {
            this.stage = stage;
            stage.getCamelContextExtension()
                    .getContextPlugin(Model.class)
                    .getCustomBeans()
                    .forEach(bean -> declared.add(bean.getName()));
        }

        @Override
        public @Nullable Object lookupByName(String name) {
            Object bean = declared.contains(name) ? null : stage.getRegistry().lookupByName(name);
            return bean instanceof Board || bean instanceof MqttDevice || bean instanceof Component ? null : bean;
        }

        @Override
        public <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
            Object bean = lookupByName(name);
            return type.isInstance(bean) ? type.cast(bean) : null;
        }

        @Override
        public <T> Map<String, T> findByTypeWithName(Class<T> type) {
            return Map.of();
        }

        @Override
        public <T> Set<T> findByType(Class<T> type) {
            return Set.of();
        }
    }
}
