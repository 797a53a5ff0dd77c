package dev.piroutes.check;

import static dev.piroutes.source.Nodes.child;
import static dev.piroutes.source.Nodes.entries;
import static dev.piroutes.source.Nodes.items;
import static dev.piroutes.source.Nodes.text;

import dev.piroutes.source.Nodes;
import dev.piroutes.source.RouteFile;
import dev.piroutes.source.Suggestion;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.support.PatternHelper;
import org.snakeyaml.engine.v2.nodes.Node;

/** Route templates and route configurations: that the one that is called by name is there, and what it is given. */
final class TemplateCheck {

    private final List<RouteFile> files;
    private final List<RouteTemplateDefinition> others;
    private final Findings findings;

    /** @param others templates that no file declares */
    TemplateCheck(List<RouteFile> files, List<RouteTemplateDefinition> others, Findings findings) {
        this.files = files;
        this.others = others;
        this.findings = findings;
    }

    void check() {
        Map<String, Set<String>> templates = new HashMap<>();
        others.forEach(template -> templates.put(
                String.valueOf(template.getId()),
                Objects.requireNonNullElse(
                                template.getTemplateParameters(), List.<RouteTemplateParameterDefinition>of())
                        .stream()
                        .map(RouteTemplateParameterDefinition::getName)
                        .collect(Collectors.toCollection(TreeSet::new))));
        Set<String> configurations = new TreeSet<>();
        for (RouteFile file : files) {
            all(file, "routeTemplate").forEach(template -> templates.put(value(template, "id"), parameters(template)));
            all(file, "routeConfiguration").forEach(configuration -> configurations.add(value(configuration, "id")));
        }
        for (RouteFile file : files) {
            all(file, "templatedRoute").forEach(use -> templated(file, use, templates));
            all(file, "route").forEach(route -> child(route, "routeConfigurationId")
                    .ifPresent(names -> configured(file, names, configurations)));
        }
    }

    /** The names that a file's templates have for what they are given; braces around one are no property. */
    static Set<String> parameters(RouteFile file) {
        return all(file, "routeTemplate")
                .flatMap(template -> Stream.concat(
                        parameters(template).stream(),
                        child(template, "beans").stream()
                                .flatMap(beans -> items(beans).stream())
                                .map(bean -> value(bean, "name"))))
                .collect(Collectors.toSet());
    }

    private static Set<String> parameters(Node template) {
        return child(template, "parameters").stream()
                .flatMap(list -> items(list).stream())
                .map(parameter -> value(parameter, "name"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void templated(RouteFile file, Node use, Map<String, Set<String>> templates) {
        Node name = child(use, "routeTemplateRef").orElse(use);
        String template = text(name);
        Set<String> parameters = templates.get(template);
        if (template.isEmpty() || template.contains("{{")) {
            return;
        }
        if (parameters == null) {
            findings.camelError(
                    file.place(name),
                    "there is no routeTemplate " + template + Suggestion.didYouMean(template, templates.keySet()));
            return;
        }
        for (Node given : child(use, "parameters").map(Nodes::items).orElse(List.of())) {
            String parameter = value(given, "name");
            if (!parameters.contains(parameter)) {
                findings.camelError(
                        file.place(child(given, "name").orElse(given)),
                        template + " has no parameter " + parameter
                                + Suggestion.didYouMean(
                                        parameter, parameters, "; it has " + String.join(", ", parameters)));
            }
        }
    }

    /** Camel takes no notice; one that is made in Java may have the name. */
    private void configured(RouteFile file, Node names, Set<String> configurations) {
        for (String name : text(names).split(",")) {
            String pattern = name.strip();
            if (!pattern.isEmpty()
                    && !pattern.contains("{{")
                    && configurations.stream().noneMatch(id -> PatternHelper.matchPattern(id, pattern))) {
                findings.warning(
                        file.place(names),
                        "no routeConfiguration in these files has the id " + pattern
                                + Suggestion.didYouMean(pattern, configurations));
            }
        }
    }

    private static Stream<Node> all(RouteFile file, String keyword) {
        return file.root().stream()
                .flatMap(root -> items(root).stream())
                .flatMap(item -> entries(item).stream())
                .filter(tuple -> text(tuple.getKeyNode()).equals(keyword))
                .map(tuple -> tuple.getValueNode());
    }

    private static String value(Node map, String key) {
        return child(map, key).map(Nodes::text).orElse("");
    }
}
