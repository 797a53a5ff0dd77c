package dev.piroutes.check;

import dev.piroutes.source.EndpointUse;
import dev.piroutes.source.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Kamelets: that there is such a one, and that it has these parameters. Camel ignores those that it has not. */
final class KameletCheck {

    /** What the component itself understands. */
    private static final Set<String> COMPONENT = Set.of(
            "templateId",
            "routeId",
            "location",
            "bridgeErrorHandler",
            "exceptionHandler",
            "exchangePattern",
            "block",
            "failIfNoConsumers",
            "lazyStartProducer",
            "noErrorHandler",
            "timeout");

    /** Those in the jar. */
    static final List<String> OURS = List.of("gpio-button-source", "gpio-led-sink", "gpio-relay-sink");

    private static final String LOCATION = "camel.component.kamelet.location";
    private static final String DEFAULT_LOCATION = "classpath:kamelets";

    private final Scratch scratch;
    private final Findings findings;

    KameletCheck(Scratch scratch, Findings findings) {
        this.scratch = scratch;
        this.findings = findings;
    }

    void check(EndpointUse use) {
        String name = use.path().split("/", 2)[0];
        Optional<Map<?, ?>> definition = definition(name);
        if (definition.isEmpty()) {
            findings.camelError(
                    use.uri().place(),
                    "there is no Kamelet " + name + "; one of your own is " + name
                            + ".kamelet.yaml beside the routes, or in a folder kamelets beside theirs"
                            + Suggestion.didYouMean(name, OURS));
            return;
        }
        Set<String> names =
                definition.get().get("properties") instanceof Map<?, ?> properties ? strings(properties) : Set.of();
        for (String given : use.parameters().keySet()) {
            if (!names.contains(given) && !COMPONENT.contains(given)) {
                findings.camelError(
                        use.placeOf(given),
                        name + " has no parameter " + given
                                + Suggestion.nearest(given, names)
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse("; it has " + String.join(", ", names)));
            }
        }
        if (definition.get().get("required") instanceof List<?> required) {
            for (Object parameter : required) {
                if (use.option(String.valueOf(parameter)).isEmpty()) {
                    findings.camelError(use.uri().place(), name + " needs the parameter " + parameter);
                }
            }
        }
    }

    private static Set<String> strings(Map<?, ?> map) {
        Set<String> strings = new java.util.TreeSet<>();
        map.keySet().forEach(key -> strings.add(String.valueOf(key)));
        return strings;
    }

    /** What the Kamelet says of itself: its title, its parameters. */
    Optional<Map<?, ?>> definition(String name) {
        String locations = Objects.requireNonNullElse(scratch.value(LOCATION), DEFAULT_LOCATION);
        for (String location : locations.split(",")) {
            Resource resource = PluginHelper.getResourceLoader(scratch.context())
                    .resolveResource(location + "/" + name + ".kamelet.yaml");
            if (resource != null && resource.exists()) {
                return Optional.of(read(resource));
            }
        }
        return Optional.empty();
    }

    private static Map<?, ?> read(Resource resource) {
        try (InputStream in = resource.getInputStream()) {
            Object root = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
            return root instanceof Map<?, ?> kamelet
                            && kamelet.get("spec") instanceof Map<?, ?> spec
                            && spec.get("definition") instanceof Map<?, ?> definition
                    ? definition
                    : Map.of();
        } catch (IOException | YamlEngineException e) {
            return Map.of(); // it is there; what is wrong in it shows where it is loaded
        }
    }
}
