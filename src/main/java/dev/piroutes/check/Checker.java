package dev.piroutes.check;

import dev.piroutes.files.Reason;
import dev.piroutes.source.Finding;
import dev.piroutes.source.RouteFile;
import dev.piroutes.source.RouteSource;
import dev.piroutes.source.SyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.BeanRepository;
import org.jspecify.annotations.Nullable;

/**
 * Checks route files that run together. Thread-safe, and meant to be kept: the first check reads Camel's schema, later
 * ones do not.
 */
public final class Checker {

    /** After as many faults that Camel alone sees, a person mends first. */
    private static final int MOST_REHEARSALS = 5;

    /** What is in such a file, Camel reads from there: a Kamelet, too. */
    private static final String YAML = ".yaml";

    private final Supplier<Map<String, String>> properties;
    /** Templates that no file declares. */
    private final Supplier<List<RouteTemplateDefinition>> templates;

    private final BeanRepository[] beans;
    private @Nullable YamlDsl dsl;

    private Checker(
            Supplier<Map<String, String>> properties,
            Supplier<List<RouteTemplateDefinition>> templates,
            BeanRepository... beans) {
        this.properties = properties;
        this.templates = templates;
        this.beans = beans;
    }

    /** @param properties what the routes' placeholders will find when they run */
    public Checker(Map<String, String> properties) {
        this(() -> properties, List::of, new BeanRepository[0]);
    }

    /** For files that are to run in a context that runs already. */
    public static Checker beside(CamelContext running) {
        return new Checker(() -> properties(running), () -> templates(running), new RunningBeans(running));
    }

    private static List<RouteTemplateDefinition> templates(CamelContext running) {
        return running.getCamelContextExtension().getContextPlugin(Model.class).getRouteTemplateDefinitions().stream()
                .filter(template -> !String.valueOf(template.getLocation()).endsWith(YAML))
                .toList();
    }

    private static Map<String, String> properties(CamelContext running) {
        Properties loaded = running.getPropertiesComponent().loadProperties();
        Map<String, String> properties = new HashMap<>();
        loaded.stringPropertyNames().forEach(name -> properties.put(name, loaded.getProperty(name)));
        return properties;
    }

    /**
     * Checks them.
     *
     * @param sources the files; topics, beans and pins are looked at across all of them
     * @return what is to be mended, in the order of files and lines; empty if nothing is
     */
    public List<Finding> check(List<RouteSource> sources) {
        return judge(sources).findings();
    }

    /** Checks them without having Camel try them: what Camel would refuse is an error although it may start. */
    public List<Finding> read(List<RouteSource> sources) {
        return read(sources, properties.get()).inOrder();
    }

    /** Checks them, and has Camel try to start them: what it does is right, whatever the checks say. */
    public Verdict judge(List<RouteSource> sources) {
        return judge(sources, started -> {});
    }

    /**
     * The same.
     *
     * @param look at what Camel has made of them, if it starts; what it is given is gone afterwards
     */
    public Verdict judge(List<RouteSource> sources, Consumer<CamelContext> look) {
        if (sources.isEmpty()) {
            return new Verdict(List.of(), Optional.empty());
        }
        Map<String, String> known;
        try {
            known = properties.get();
        } catch (RuntimeException e) {
            Finding unknown = Blame.of(e, sources.get(0));
            return new Verdict(List.of(unknown), Optional.of(unknown));
        }
        Findings findings = read(sources, known);
        Optional<Finding> refusal = new Rehearsal(known, look, templates.get(), beans).of(sources);
        List<Finding> all = findings.inOrder(refusal);
        return new Verdict(
                refusal.isEmpty()
                        ? all
                        : withMore(all, sources, new Rehearsal(known, rest -> {}, templates.get(), beans)),
                refusal);
    }

    /** Camel stops at the first fault: what else it refuses shows when the routes that have one are left out. */
    private static List<Finding> withMore(List<Finding> found, List<RouteSource> sources, Rehearsal rehearsal) {
        TreeSet<Finding> all = new TreeSet<>(Finding.BY_PLACE);
        all.addAll(found);
        List<RouteSource> left = sources;
        for (int i = 0; i < MOST_REHEARSALS; i++) {
            List<RouteSource> rest =
                    Remainder.of(left, all.stream().filter(Finding::isError).toList());
            Optional<Finding> refusal = rest == left || rest.isEmpty() ? Optional.empty() : rehearsal.of(rest);
            if (refusal.isEmpty() || !all.add(refusal.get())) {
                break;
            }
            left = rest;
        }
        return List.copyOf(all);
    }

    private Findings read(List<RouteSource> sources, Map<String, String> known) {
        Findings findings = new Findings();
        YamlDsl shapes = dsl();
        List<RouteFile> files = new ArrayList<>();
        for (RouteSource source : sources) {
            try {
                RouteFile file = RouteFile.read(source);
                file.root().ifPresent(root -> new ShapeCheck(
                                shapes, (node, message) -> findings.camelError(file.place(node), message))
                        .check(root));
                files.add(file);
            } catch (SyntaxException e) {
                findings.camelError(e.place(), Reason.of(e));
            }
        }
        try (Scratch scratch = new Scratch(known)) {
            BeanCheck beans = new BeanCheck(files, scratch, findings);
            beans.check();
            new NameCheck(files, scratch, findings).check();
            Wiring wiring = new Wiring(scratch);
            new ClassCheck(files, scratch, findings).check();
            new TemplateCheck(files, templates.get(), findings).check();
            new EndpointCheck(files, scratch, wiring, findings).check();
            new ExpressionCheck(files, scratch, findings).check();
            new PinCheck(files, scratch, wiring, findings).check();
            new MqttCheck(files, scratch, beans.devices(), findings).check();
            new EntityCheck(files, scratch, wiring, findings).check();
        }
        return findings;
    }

    /**
     * Checks only what they declare for Home Assistant.
     *
     * @param sources the files that run together; what is no YAML is left out
     */
    public List<Finding> entities(List<RouteSource> sources) {
        Findings findings = new Findings();
        List<RouteFile> files = new ArrayList<>();
        for (RouteSource source : sources) {
            try {
                files.add(RouteFile.read(source));
            } catch (SyntaxException e) {
                continue; // Camel stops at it
            }
        }
        try (Scratch scratch = new Scratch(properties.get())) {
            new EntityCheck(files, scratch, new Wiring(scratch), findings).check();
        }
        return findings.inOrder();
    }

    /** Read when it is first needed: a program that starts does not wait for it. */
    private synchronized YamlDsl dsl() {
        if (dsl == null) {
            dsl = new YamlDsl();
        }
        return dsl;
    }
}
