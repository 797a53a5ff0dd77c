package dev.piroutes.check;

import dev.piroutes.board.VirtualBoard;
import dev.piroutes.files.Reason;
import dev.piroutes.source.Finding;
import dev.piroutes.source.RouteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.BeanFactoryDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.processor.idempotent.FileIdempotentRepository;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts route files in a Camel context of their own, on a virtual board, without a broker and without letting any
 * message in: whatever keeps them from starting shows here, while what runs runs on.
 */
final class Rehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);

    private final Map<String, String> properties;
    private final Consumer<CamelContext> look;
    private final List<RouteTemplateDefinition> templates;
    private final BeanRepository[] beans;

    /**
     * @param look at the context once it has started
     * @param templates what the files may be made of and do not declare
     * @param beans what the files may name and do not declare
     */
    Rehearsal(
            Map<String, String> properties,
            Consumer<CamelContext> look,
            List<RouteTemplateDefinition> templates,
            BeanRepository... beans) {
        this.properties = properties;
        this.look = look;
        this.templates = templates;
        this.beans = beans;
    }

    /** The first that keeps the files from running together; none if nothing does. */
    Optional<Finding> of(List<RouteSource> sources) {
        try {
            Path folder = Files.createTempDirectory("pi-routes-");
            try {
                return of(sources, folder);
            } finally {
                delete(folder);
            }
        } catch (RuntimeException | IOException e) {
            return Optional.of(Blame.of(e, sources.get(0)));
        }
    }

    /** @param folder for what they keep on disk */
    private Optional<Finding> of(List<RouteSource> sources, Path folder) {
        Map<String, String> own = new HashMap<>(properties);
        own.put("camel.component.gpio.stateDir", folder.toString());
        DefaultCamelContext context = Stage.context(own, beans);
        try (VirtualBoard board = new VirtualBoard()) {
            model(context).addRouteTemplateDefinitions(templates);
            context.getRegistry().bind("board", board);
            if (beans.length == 0) {
                SettingsBeans.bind(context, own);
            }
            return of(sources, context, folder);
        } catch (Exception e) {
            return Optional.of(Blame.of(e, sources.get(0)));
        } finally {
            end(context);
        }
    }

    private Optional<Finding> of(List<RouteSource> sources, DefaultCamelContext context, Path folder) {
        List<RouteBuilder> builders = new ArrayList<>();
        for (RouteSource source : sources) {
            try {
                builders.addAll(RouteText.read(context, source, RouteText.location(source.name())));
            } catch (Exception e) {
                return Optional.of(refusal(e, context, source));
            }
        }
        for (RouteBuilder builder : builders) {
            try {
                builder.configureRoutes(context);
            } catch (Exception e) {
                return Optional.of(refusal(e, context, source(sources, builder.getResource())));
            }
        }
        Optional<Finding> declared = declaredTwice(builders, sources);
        if (declared.isPresent()) {
            return declared;
        }
        RouteSource under = sources.get(0);
        try {
            for (RouteBuilder builder : builders) {
                under = source(sources, builder.getResource());
                context.addRoutes(builder);
            }
            for (RouteBuilder builder : builders) {
                under = source(sources, builder.getResource());
                context.addTemplatedRoutes(builder);
            }
            keepIdsIn(folder, context);
            context.start();
            Optional<Finding> twice = begunTwice(context, sources);
            if (twice.isEmpty()) {
                look.accept(context);
            }
            return twice;
        } catch (Exception e) {
            return Optional.of(refusal(e, context, culprit(context, e, sources, under)));
        }
    }

    private static Finding refusal(Exception e, CamelContext context, RouteSource source) {
        Finding finding = Blame.of(e, source);
        return Finding.error(finding.place(), finding.message() + Meant.of(e, context));
    }

    /** The files that commands are known again by are the running program's. */
    private static void keepIdsIn(Path folder, CamelContext context) {
        for (BeanFactoryDefinition<?> bean : model(context).getCustomBeans()) {
            String type = String.valueOf(bean.getType()).replaceFirst("^#class:", "");
            Class<?> known = context.getClassResolver().resolveClass(type);
            if (known != null
                    && FileIdempotentRepository.class.isAssignableFrom(known)
                    && context.getRegistry().lookupByName(bean.getName()) instanceof FileIdempotentRepository ids
                    && ids.getFileStore() != null) {
                ids.setFileStore(folder.resolve(UUID.randomUUID().toString()).toFile());
            }
        }
    }

    private static Model model(CamelContext context) {
        return context.getCamelContextExtension().getContextPlugin(Model.class);
    }

    /** Whether it ends well is no matter of the files. */
    private static void end(DefaultCamelContext context) {
        try {
            context.close();
        } catch (RuntimeException | IOException e) {
            LOG.debug("a rehearsal did not end well", e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            LOG.debug("{} is left behind", folder, e);
        }
    }

    /** Camel would let the later one take the place of the earlier, in silence. */
    private static Optional<Finding> declaredTwice(List<RouteBuilder> builders, List<RouteSource> sources) {
        Map<String, RouteSource> routes = new HashMap<>();
        for (RouteBuilder builder : builders) {
            RouteSource source = source(sources, builder.getResource());
            for (RouteDefinition route : builder.getRouteCollection().getRoutes()) {
                String id = route.getRouteId();
                RouteSource other = id == null ? null : routes.put(id, source);
                if (other != null && other != source) {
                    return Optional.of(Blame.at(
                            source,
                            id,
                            "there is a route \"" + id + "\" in " + other.name()
                                    + " already; give this one an id of its own"));
                }
            }
        }
        return Optional.empty();
    }

    /** What Camel looks at when it lets messages in, which a rehearsal does not. */
    private static Optional<Finding> begunTwice(CamelContext context, List<RouteSource> sources) {
        Set<Endpoint> begun = new HashSet<>();
        for (Route route : context.getRoutes()) {
            Endpoint from = route.getEndpoint();
            if (!Boolean.FALSE.equals(route.isAutoStartup()) && isForOne(from) && !begun.add(from)) {
                return Optional.of(Blame.at(
                        source(sources, route.getSourceResource()),
                        route.getRouteId(),
                        "another route begins with " + from.getEndpointBaseUri().replace("://", ":")
                                + " already: give this one an endpoint of its own"));
            }
        }
        return Optional.empty();
    }

    private static boolean isForOne(Endpoint endpoint) {
        return !(endpoint instanceof MultipleConsumersSupport several && several.isMultipleConsumersSupported());
    }

    private static RouteSource source(List<RouteSource> sources, @Nullable Resource resource) {
        return sources.stream()
                .filter(source ->
                        resource != null && RouteText.location(source.name()).equals(resource.getLocation()))
                .findFirst()
                .orElse(sources.get(0));
    }

    /** The file that a failed start is about. */
    private static RouteSource culprit(
            CamelContext context, Exception failure, List<RouteSource> sources, RouteSource under) {
        Model model = model(context);
        RouteDefinition route =
                Blame.routeId(failure).map(model::getRouteDefinition).orElse(null);
        if (route != null && route.getResource() != null) {
            return source(sources, route.getResource());
        }
        String words = String.join(
                " ", Reason.chain(failure).stream().map(String::valueOf).toList());
        List<BeanFactoryDefinition<?>> latestFirst = new ArrayList<>(model.getCustomBeans());
        Collections.reverse(latestFirst);
        for (BeanFactoryDefinition<?> bean : latestFirst) {
            if (bean.getResource() != null
                    && bean.getProperties() != null
                    && words.contains("\"" + bean.getProperties().get("clientId") + "\"")) {
                return source(sources, bean.getResource());
            }
        }
        return under;
    }
}
