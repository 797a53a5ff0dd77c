package dev.piroutes.live;

import dev.piroutes.mqtt.MqttDevice;
import dev.piroutes.source.RouteSource;
import dev.piroutes.source.SyntaxException;
import dev.piroutes.source.YamlReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What route files declare for one another: beans, templates and the routes made of them, configurations of routes. Who uses
 * what is made anew must be made anew, too.
 */
final class SharedDeclarations {

    /** Of these a context has one for all, which nothing takes back. */
    private static final List<String> ONLY_AT_START = List.of("restConfiguration", "dataFormats");

    /** Where a {@code templatedRoute} has the id of its route. */
    static final String ROUTE_ID = "routeId";

    /** The only beans that outlast a swap. */
    private static final String DEVICE = MqttDevice.class.getName();

    /** The names of what is made anew with a file, even if it is declared as before. */
    private final Set<String> remade = new HashSet<>();

    /** What stays if it is declared as before, by name. */
    private final Map<String, Object> kept = new HashMap<>();

    /** What concerns every route. */
    private final List<Object> configurations = new ArrayList<>();

    private SharedDeclarations(Collection<String> texts) {
        texts.forEach(text -> each(text, this::declaration));
    }

    /**
     * The files that are to be swapped together with others.
     *
     * @param before the texts of the others that run
     * @param after their new texts
     * @param running the texts of all that run, by file
     */
    static Set<String> dependents(Map<String, String> before, Map<String, String> after, Map<String, String> running) {
        Map<String, String> left = new TreeMap<>(running);
        left.keySet().removeAll(before.keySet());
        SharedDeclarations old = new SharedDeclarations(before.values());
        SharedDeclarations fresh = new SharedDeclarations(after.values());
        if (!old.configurations.equals(fresh.configurations)) {
            return left.keySet();
        }
        Set<String> found = new TreeSet<>();
        Set<String> names = old.differsFrom(fresh);
        while (!names.isEmpty()) {
            Map<String, String> users = users(names, left);
            found.addAll(users.keySet());
            left.keySet().removeAll(users.keySet());
            names = new SharedDeclarations(users.values()).remade;
        }
        return found;
    }

    /** Whether configurations of routes are other ones: they may concern every route. */
    static boolean configurationsDiffer(Map<String, String> before, Map<String, String> after) {
        return !new SharedDeclarations(before.values())
                .configurations.equals(new SharedDeclarations(after.values()).configurations);
    }

    /** What each {@code templatedRoute} gives its template, by name; its own id, if it has one, as {@link #ROUTE_ID}. */
    static List<Map<String, String>> templatedRoutes(Collection<String> texts) {
        List<Map<String, String>> found = new ArrayList<>();
        for (String text : texts) {
            for (Object route : all("templatedRoute", text)) {
                Map<String, String> values = new HashMap<>();
                if (route instanceof Map<?, ?> map) {
                    members(map.get("parameters"))
                            .forEach(parameter -> values.put(value(parameter, "name"), value(parameter, "value")));
                    Object id = map.get(ROUTE_ID);
                    if (id != null) {
                        values.put(ROUTE_ID, String.valueOf(id));
                    }
                }
                found.add(values);
            }
        }
        return found;
    }

    /** The ids of the configurations of routes in the texts; {@code null} of one that has none. */
    static Set<String> idsOfConfigurations(Collection<String> texts) {
        return new SharedDeclarations(texts)
                .configurations.stream()
                        .map(configuration -> value(configuration, "id"))
                        .collect(Collectors.toSet());
    }

    /** What of a changed file takes effect at the next start only; empty if all of it does at once. */
    static Optional<String> onlyAtStart(String before, String after) {
        return ONLY_AT_START.stream()
                .filter(kind -> !all(kind, before).equals(all(kind, after)))
                .findFirst();
    }

    private static List<Object> all(String kind, String text) {
        List<Object> found = new ArrayList<>();
        each(text, (name, content) -> {
            if (name.equals(kind)) {
                found.add(content);
            }
        });
        return found;
    }

    private Set<String> differsFrom(SharedDeclarations other) {
        Set<String> names = new HashSet<>(remade);
        names.addAll(other.remade);
        Set<String> either = new HashSet<>(kept.keySet());
        either.addAll(other.kept.keySet());
        either.removeIf(name -> Objects.equals(kept.get(name), other.kept.get(name)));
        names.addAll(either);
        return names;
    }

    private void declaration(String kind, Object content) {
        switch (kind) {
            case "beans" -> members(content).forEach(this::bean);
            case "routeTemplate" -> remade.add(value(content, "id"));
            // The routes of a template cannot be told apart by the file that asked for them.
            case "templatedRoute" -> remade.add(value(content, "routeTemplateRef"));
            case "routeConfiguration" -> configurations.add(content);
            default -> {}
        }
    }

    private void bean(Object bean) {
        if (value(bean, "type").replace("#class:", "").equals(DEVICE)) {
            kept.put(value(bean, "name"), bean);
        } else {
            remade.add(value(bean, "name"));
        }
    }

    private static Map<String, String> users(Set<String> names, Map<String, String> texts) {
        String any = names.stream().map(Pattern::quote).collect(Collectors.joining("|", "(", ")"));
        Pattern use = Pattern.compile("^(#(bean:)?)?" + any + "$|\\b(bean|kamelet):(//)?" + any + "(?![\\w-])");
        Map<String, String> users = new TreeMap<>(texts);
        users.values().removeIf(text -> !isFoundIn(load(text), use));
        return users;
    }

    private static boolean isFoundIn(Object part, Pattern pattern) {
        Collection<?> parts = part instanceof Map<?, ?> map ? map.values() : members(part);
        return part instanceof String text
                ? pattern.matcher(text).find()
                : parts.stream().anyMatch(member -> isFoundIn(member, pattern));
    }

    private static void each(String text, BiConsumer<String, Object> found) {
        for (Object item : members(load(text))) {
            if (item instanceof Map<?, ?> keywords) {
                keywords.forEach((keyword, content) -> found.accept(
                        StringHelper.dashToCamelCase(String.valueOf(keyword)),
                        Objects.requireNonNullElse(content, "")));
            }
        }
    }

    private static String value(Object map, String key) {
        return map instanceof Map<?, ?> values ? String.valueOf(values.get(key)) : "";
    }

    private static Collection<?> members(@Nullable Object list) {
        return list instanceof Collection<?> collection ? collection : List.of();
    }

    private static Object load(String text) {
        try {
            return YamlReader.read(new RouteSource("", text))
                    .map(YamlReader::value)
                    .orElse(List.of());
        } catch (SyntaxException | YamlEngineException e) {
            return List.of(); // whoever checks it has told
        }
    }
}
