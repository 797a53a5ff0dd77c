package dev.piroutes.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.FactoryFinder;
import org.jspecify.annotations.Nullable;

/** A Camel context to ask, which never starts: it knows the components, languages and properties of the real one. */
final class Scratch implements AutoCloseable {

    /** Braces that Camel takes for a property although no property has such a name: a template of Home Assistant, say. */
    private static final Pattern TEMPLATE =
            Pattern.compile("(?<!\\\\)\\{\\{([?!]?[^{}:?!]*[^A-Za-z0-9_.\\[\\]{}:?!-][^{}:]*)(:[^{}]*)?}}");

    private static final Set<String> FUNCTIONS = Set.of("env", "sys", "service", "service.name", "bean");

    private final CamelContext context;
    private final Map<String, String> properties;

    Scratch(Map<String, String> properties) {
        this.properties = properties;
        context = Stage.context(properties);
    }

    CamelContext context() {
        return context;
    }

    /** The property's value, or null. */
    @Nullable
    String value(String property) {
        return properties.get(property);
    }

    /** Names of the properties that have a value. */
    Set<String> properties() {
        return properties.keySet();
    }

    /** Names of properties that the text uses, which have neither value nor default. */
    List<String> missing(String text) {
        List<String> missing = new ArrayList<>();
        Matcher matcher = Placeholders.PATTERN.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1).isEmpty()
                    && matcher.group(3) == null
                    && !FUNCTIONS.contains(matcher.group(2))
                    && !properties.containsKey(matcher.group(2))) {
                missing.add(matcher.group(2));
            }
        }
        return missing;
    }

    /** The first braces in the text that are meant for another, whole; group 2 is there if Camel finds a default in them. */
    static Optional<MatchResult> template(String text) {
        return TEMPLATE.matcher(text).results().findFirst();
    }

    /** The text with its properties' values; as it is where one has none. */
    String resolve(String text) {
        try {
            return context.resolvePropertyPlaceholders(text);
        } catch (RuntimeCamelException | IllegalArgumentException e) {
            return text;
        }
    }

    /** Whether Camel finds such a component: one that names itself nowhere else, too. */
    boolean hasComponent(String scheme) {
        return context.getClassResolver().loadResourceAsURL(FactoryFinder.DEFAULT_PATH + "component/" + scheme) != null;
    }

    @Override
    public void close() {
        context.stop();
    }
}
