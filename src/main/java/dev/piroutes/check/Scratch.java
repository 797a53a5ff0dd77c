package dev.piroutes.check;

import dev.piroutes.source.EndpointUse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
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
        return Placeholders.ofProperties(text)
                .filter(found -> found.group(1).isEmpty() && found.group(3) == null)
                .map(found -> found.group(2))
                .filter(name -> !properties.containsKey(name))
                .toList();
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

    /** Whether an option of an endpoint is written there, and true. */
    boolean isTrue(EndpointUse endpoint, String option) {
        return endpoint.option(option)
                .filter(word -> resolve(word.text()).equalsIgnoreCase("true"))
                .isPresent();
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
