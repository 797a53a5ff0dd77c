package dev.piroutes.check;

import dev.piroutes.source.Finding;
import dev.piroutes.source.RouteFile;
import dev.piroutes.source.RouteSource;
import dev.piroutes.source.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks route files that run together. Thread-safe, and meant to be kept: the first check reads Camel's schema, later
 * ones do not.
 */
public final class Checker {

    private final Map<String, String> properties;
    private @Nullable YamlDsl dsl;

    /** @param properties what the routes' placeholders will find when they run */
    public Checker(Map<String, String> properties) {
        this.properties = Map.copyOf(properties);
    }

    /**
     * Checks them.
     *
     * @param sources the files; topics, beans and pins are looked at across all of them
     * @return what is to be mended, in the order of files and lines; empty if nothing is
     */
    public List<Finding> check(List<RouteSource> sources) {
        Findings findings = new Findings();
        YamlDsl shapes = dsl();
        List<RouteFile> files = new ArrayList<>();
        for (RouteSource source : sources) {
            try {
                RouteFile file = RouteFile.read(source);
                file.root().ifPresent(root -> new ShapeCheck(
                                shapes, (node, message) -> findings.error(file.place(node), message))
                        .check(root));
                files.add(file);
            } catch (SyntaxException e) {
                findings.error(e.place(), e.getMessage());
            }
        }
        try (Scratch scratch = new Scratch(properties)) {
            BeanCheck beans = new BeanCheck(files, scratch, findings);
            beans.check();
            new NameCheck(files, scratch, findings).check();
            new EndpointCheck(files, scratch, findings).check();
            new ExpressionCheck(files, scratch, findings).check();
            new PinCheck(files, scratch, findings).check();
            new MqttCheck(files, scratch, beans.devices(), findings).check();
            new EntityCheck(files, scratch, findings).check();
        }
        return findings.inOrder();
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
        try (Scratch scratch = new Scratch(properties)) {
            new EntityCheck(files, scratch, findings).check();
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
