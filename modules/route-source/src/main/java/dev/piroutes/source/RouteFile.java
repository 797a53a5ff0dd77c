package dev.piroutes.source;

import static dev.piroutes.source.Nodes.child;
import static dev.piroutes.source.Nodes.text;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * What one route file declares and uses. It is read leniently: what does not have the shape of Camel's YAML is left
 * out here, and reported by whoever checks the shape.
 */
public final class RouteFile {

    private final RouteSource source;
    private final @Nullable Node root;
    private final List<RouteDeclared> routes = new ArrayList<>();
    private final List<EndpointUse> endpoints = new ArrayList<>();
    private final List<BeanDeclared> beans = new ArrayList<>();
    private final List<Expression> expressions = new ArrayList<>();
    private final List<Expression> messages = new ArrayList<>();
    private final List<Word> words = new ArrayList<>();
    private final List<Word> references = new ArrayList<>();
    private final List<Word> stepsWithoutId = new ArrayList<>();
    private final List<Word> stepIds = new ArrayList<>();
    private final Set<RouteDeclared> rewriting = new HashSet<>();
    private final Set<RouteDeclared> ending = new HashSet<>();
    private final Set<Node> stepsOfRoutes = new HashSet<>();
    private final Set<EndpointUse> inSteps = new HashSet<>();
    private boolean intercepts;

    private RouteFile(RouteSource source, @Nullable Node root) {
        this.source = source;
        this.root = root;
    }

    /**
     * Reads it. Of a Kamelet, that is its template.
     *
     * @throws SyntaxException if it is no YAML
     */
    public static RouteFile read(RouteSource source) throws SyntaxException {
        RouteFile file = new RouteFile(source, YamlReader.read(source).orElse(null));
        if (file.root instanceof SequenceNode) {
            Nodes.items(file.root).forEach(file::declaration);
        } else if (file.root != null) {
            child(file.root, "spec").flatMap(spec -> child(spec, "template")).ifPresent(file::declaration);
        }
        return file;
    }

    /** The name that messages give it. */
    public String name() {
        return source.name();
    }

    /** The document, or nothing where the file is empty. */
    public Optional<Node> root() {
        return Optional.ofNullable(root);
    }

    /** Its routes, in the order of the file. */
    public List<RouteDeclared> routes() {
        return routes;
    }

    /** Every endpoint that it uses. */
    public List<EndpointUse> endpoints() {
        return endpoints;
    }

    /** Its beans. */
    public List<BeanDeclared> beans() {
        return beans;
    }

    /** Its expressions. */
    public List<Expression> expressions() {
        return expressions;
    }

    /**
     * Texts that Camel takes for expressions although no language stands with them: what {@code log} and {@code throwException}
     * say, where {@code toD} and {@code wireTap} send to.
     */
    public List<Expression> messages() {
        return messages;
    }

    /** Every value in it. */
    public List<Word> words() {
        return words;
    }

    /** The values that name a bean, {@code #name} or {@code #bean:name}. */
    public List<Word> references() {
        return references;
    }

    /** The endpoints' steps that have no id, by their keyword. */
    public List<Word> stepsWithoutId() {
        return stepsWithoutId;
    }

    /** The ids of its steps. */
    public List<Word> stepIds() {
        return stepIds;
    }

    /** Whether a step of the route may make another message of what it began with. */
    public boolean rewrites(RouteDeclared route) {
        return rewriting.contains(route);
    }

    /** Whether it may change messages of routes on their way, from outside of them. */
    public boolean intercepts() {
        return intercepts;
    }

    /** Whether every message that starts its route comes to it, for certain, and goes where its URI says. */
    public boolean isAlwaysReached(EndpointUse use) {
        return inSteps.contains(use)
                && !use.isDynamic()
                && use.route().filter(route -> !ending.contains(route)).isPresent()
                && words.stream().noneMatch(word -> word.text().endsWith("OverrideTopic"));
    }

    private void declaration(Node item) {
        for (NodeTuple tuple : Nodes.entries(item)) {
            Node value = tuple.getValueNode();
            switch (text(tuple.getKeyNode())) {
                case "route" -> route(value, value);
                case "from" -> route(item, value);
                case "beans" -> beans(value);
                default -> walk(text(tuple.getKeyNode()), tuple.getKeyNode(), value, Optional.empty(), "");
            }
        }
    }

    private void route(Node route, Node named) {
        Optional<Word> id = child(named, "id").map(this::word);
        Place place = place(route);
        RouteDeclared declared = new RouteDeclared(
                id.map(Word::text).orElse("route in line " + place.line()),
                id.isPresent(),
                child(named, "description").isPresent(),
                place);
        routes.add(declared);
        child(route, "from").flatMap(from -> child(from, "steps")).ifPresent(this::stepsOfRoute);
        walk("route", route, route, Optional.of(declared), "");
    }

    private void stepsOfRoute(Node steps) {
        for (Node step : Nodes.items(steps)) {
            child(step, "to").ifPresent(stepsOfRoutes::add);
        }
    }

    private void beans(Node list) {
        for (Node bean : Nodes.items(list)) {
            collectWords(bean);
            Optional<Node> name = child(bean, "name");
            Optional<Node> type = child(bean, "type");
            if (name.isPresent() && type.isPresent()) {
                beans.add(new BeanDeclared(
                        word(name.get()),
                        word(type.get()),
                        child(bean, "properties").map(this::words).orElse(Map.of())));
            }
        }
    }

    /** @param parent the keyword of the step around */
    private void walk(String keyword, Node keyNode, Node node, Optional<RouteDeclared> route, String parent) {
        if (route.isPresent() && Keywords.REWRITING.contains(keyword)) {
            rewriting.add(route.get());
        }
        if (route.isPresent() && Keywords.ENDING.contains(keyword)) {
            ending.add(route.get());
        }
        if (route.isPresent() && !keyword.equals("route") && !Keywords.LANGUAGES.contains(keyword)) {
            child(node, "id").map(this::word).ifPresent(stepIds::add);
        }
        intercepts |= keyword.startsWith("intercept");
        message(keyword, node);
        if (Keywords.ENDPOINTS.contains(keyword)) {
            endpoint(keyword, keyNode, node, route);
        }
        if (Keywords.LANGUAGES.contains(keyword)) {
            expression(new Word(keyword, place(child(node, "expression").orElse(node))), node, parent);
        } else if (keyword.equals("language")) {
            child(node, "language").ifPresent(name -> expression(word(name), node, parent));
        }
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> walk("", item, item, route, keyword.isEmpty() ? parent : keyword));
        } else if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String key = text(tuple.getKeyNode());
                String around = keyword.isEmpty() || keyword.equals("expression") ? parent : step(keyword, node);
                if (key.equals("parameters")) {
                    collectWords(tuple.getValueNode());
                } else {
                    walk(key, tuple.getKeyNode(), tuple.getValueNode(), route, around);
                }
            }
        } else if (node instanceof ScalarNode) {
            collectWords(node);
        }
    }

    /** The keyword, of a loop also which kind it is. */
    private static String step(String keyword, Node node) {
        boolean condition = keyword.equals("loop")
                && child(node, "doWhile")
                        .filter(value -> text(value).equals("true"))
                        .isPresent();
        return condition ? Keywords.LOOP_WHILE : keyword;
    }

    private void message(String keyword, Node node) {
        String key = Keywords.MESSAGES.get(keyword);
        if (key != null && child(node, "logLanguage").isEmpty()) {
            message(keyword, node instanceof ScalarNode ? Optional.of(node) : child(node, key));
        }
        if (Keywords.DYNAMIC.contains(keyword)
                && child(node, "dynamicUri")
                        .filter(value -> text(value).equals("false"))
                        .isEmpty()) {
            message(keyword, node instanceof ScalarNode ? Optional.of(node) : child(node, "uri"));
            child(node, "parameters")
                    .map(Nodes::entries)
                    .orElse(List.of())
                    .forEach(option -> message(keyword, Optional.of(option.getValueNode())));
        }
    }

    private void message(String keyword, Optional<Node> text) {
        text.filter(ScalarNode.class::isInstance)
                .map(this::word)
                .ifPresent(
                        word -> messages.add(new Expression(new Word("simple", word.place()), word, false, keyword)));
    }

    private void endpoint(String keyword, Node keyNode, Node node, Optional<RouteDeclared> route) {
        boolean kamelet = keyword.equals("kamelet");
        Optional<Node> uri = node instanceof ScalarNode ? Optional.of(node) : child(node, kamelet ? "name" : "uri");
        if (uri.isPresent() && uri.get() instanceof ScalarNode) {
            EndpointUse use = new EndpointUse(
                    keyword,
                    new Word((kamelet ? "kamelet:" : "") + text(uri.get()), place(uri.get())),
                    child(node, "parameters").map(this::words).orElse(Map.of()),
                    route);
            endpoints.add(use);
            if (stepsOfRoutes.contains(node)) {
                inSteps.add(use);
            }
            if (route.isPresent()
                    && !keyword.equals("from")
                    && child(node, "id").isEmpty()) {
                stepsWithoutId.add(new Word(keyword, place(keyNode)));
            }
        }
    }

    private void expression(Word language, Node node, String parent) {
        Optional<Node> text = node instanceof ScalarNode ? Optional.of(node) : child(node, "expression");
        if (text.isPresent() && text.get() instanceof ScalarNode) {
            expressions.add(new Expression(language, word(text.get()), Keywords.CONDITIONS.contains(parent), parent));
        }
    }

    private void collectWords(Node node) {
        if (node instanceof ScalarNode scalar) {
            Word word = word(scalar);
            words.add(word);
            if (word.text().matches("#(bean:)?[A-Za-z0-9_.-]+")) {
                references.add(word);
            }
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(this::collectWords);
        } else if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> collectWords(tuple.getValueNode()));
        }
    }

    private Map<String, Word> words(Node node) {
        Map<String, Word> words = new LinkedHashMap<>();
        for (NodeTuple tuple : Nodes.entries(node)) {
            if (tuple.getValueNode() instanceof ScalarNode) {
                words.put(text(tuple.getKeyNode()), word(tuple.getValueNode()));
            }
        }
        return words;
    }

    private Word word(Node node) {
        return new Word(text(node), place(node));
    }

    /** Where a part of the document stands. */
    public Place place(Node node) {
        return Place.of(source.name(), node);
    }
}
