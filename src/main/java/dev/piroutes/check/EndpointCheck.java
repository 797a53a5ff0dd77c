package dev.piroutes.check;

import dev.piroutes.check.Catalogue.Kind;
import dev.piroutes.source.EndpointUse;
import dev.piroutes.source.RouteFile;
import dev.piroutes.source.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.impl.DefaultRuntimeCamelCatalog;
import org.apache.camel.tooling.model.ComponentModel;
import org.apache.camel.tooling.model.JsonMapper;

/** Endpoints: that the component is there, and that its options are, and fit. */
final class EndpointCheck {

    /** What people write who know the thing and not the component. */
    private static final Map<String, String> OTHER_WORDS = Map.of(
            "mqtt", "paho",
            "mqtts", "paho",
            "mqtt5", "paho-mqtt5",
            "paho-mqtt", "paho",
            "pin", "gpio");

    /** What the box has for the same. */
    private static final Map<String, String> IN_THE_BOX =
            Map.of("http", "vertx-http:http://…", "https", "vertx-http:https://…");

    /** Those that take their path as it is; in that of others there may be an expression. */
    private static final Set<String> LITERAL = Set.of(
            "daytime", "direct", "gpio", "i2c", "kamelet", "log", "paho", "paho-mqtt5", "seda", "sensor", "vertx-http");

    private final List<RouteFile> files;
    private final Scratch scratch;
    private final Wiring wiring;
    private final Findings findings;
    private final KameletCheck kamelets;
    private final DefaultRuntimeCamelCatalog catalog = new DefaultRuntimeCamelCatalog();

    EndpointCheck(List<RouteFile> files, Scratch scratch, Wiring wiring, Findings findings) {
        this.files = files;
        this.scratch = scratch;
        this.wiring = wiring;
        this.findings = findings;
        this.kamelets = new KameletCheck(wiring.kamelets(), findings);
        catalog.setCamelContext(scratch.context());
        catalog.start();
    }

    void check() {
        Set<String> components = Catalogue.here(Kind.COMPONENT, scratch.context());
        for (RouteFile file : files) {
            for (EndpointUse use : file.endpoints()) {
                String scheme = use.scheme();
                if (scheme.isEmpty() || scheme.contains("{{") || scheme.contains("*") || scheme.contains("$")) {
                    continue;
                }
                if (!scratch.hasComponent(scheme)) {
                    findings.camelError(
                            use.uri().place(), "there is no component " + scheme + instead(scheme, components));
                } else if (isExpressionInTo(use)) {
                    findings.camelError(
                            use.placeOfPath(),
                            "a to: takes ${ } as it is written: use toD: if each message decides where it goes");
                } else if (scheme.equals("kamelet")) {
                    kamelet(use);
                } else if (!use.isDynamic() && !use.step().startsWith("intercept")) {
                    wiring.uri(use).ifPresent(uri -> options(use, uri));
                }
            }
        }
    }

    private void kamelet(EndpointUse use) {
        if (!use.path().contains("${") && !use.step().startsWith("intercept")) {
            kamelets.check(use);
        }
    }

    private static boolean isExpressionInTo(EndpointUse use) {
        return use.step().equals("to")
                && LITERAL.contains(use.scheme())
                && use.path().contains("${");
    }

    /** What to write where there is no such component. */
    static String instead(String scheme, Set<String> components) {
        return Catalogue.artifact(Kind.COMPONENT, scheme)
                .map(artifact -> " here: "
                        + Optional.ofNullable(IN_THE_BOX.get(scheme))
                                .map(same -> "use " + same + ", or ")
                                .orElse("")
                        + "pi-routes add " + artifact)
                .orElseGet(() -> Optional.ofNullable(OTHER_WORDS.get(scheme))
                        .or(() -> Suggestion.nearest(scheme, components))
                        .or(() -> Suggestion.nearest(scheme, Catalogue.names(Kind.COMPONENT)))
                        .map(name -> "; did you mean " + name + "?")
                        .orElse(", here or in Camel's catalogue: is its name spelt right?"));
    }

    private void options(EndpointUse use, String uri) {
        String json = catalog.componentJSonSchema(use.scheme());
        if (json == null) {
            return;
        }
        ComponentModel model = JsonMapper.generateComponentModel(json);
        EndpointValidationResult result =
                catalog.validateEndpointProperties(uri, false, use.consumes(), !use.consumes());
        if (result.getUnknown() != null) {
            List<String> names = new ArrayList<>();
            model.getEndpointParameterOptions().forEach(option -> names.add(option.getName()));
            result.getUnknown().forEach(name -> unknown(use, model, names, name));
        }
        if (result.getRequired() != null) {
            for (String name : result.getRequired()) {
                findings.camelError(
                        use.uri().place(), use.scheme() + " needs " + name + ": write " + model.getSyntax());
            }
        }
        wrong(use, result.getNotConsumerOnly(), " is an option of a to:, not of a from:");
        wrong(use, result.getNotProducerOnly(), " is an option of a from:, not of a to:");
        if (use.scheme().equals("gpio")) {
            return; // its own words are better, and come next
        }
        values(
                use,
                result.getInvalidBoolean() == null
                        ? Set.of()
                        : result.getInvalidBoolean().keySet(),
                "true or false");
        values(
                use,
                result.getInvalidInteger() == null
                        ? Set.of()
                        : result.getInvalidInteger().keySet(),
                "a whole number");
        values(
                use,
                result.getInvalidNumber() == null
                        ? Set.of()
                        : result.getInvalidNumber().keySet(),
                "a number");
        values(
                use,
                result.getInvalidDuration() == null
                        ? Set.of()
                        : result.getInvalidDuration().keySet(),
                "a duration such as 500ms, 30s or 5m");
        if (result.getInvalidEnum() != null) {
            result.getInvalidEnum().forEach((name, value) -> {
                String[] choices = result.getInvalidEnumChoices() == null
                        ? null
                        : result.getInvalidEnumChoices().get(name);
                if (choices == null) {
                    values(use, Set.of(name), "another value");
                } else {
                    values(use, Set.of(name), "one of " + String.join(", ", choices), List.of(choices));
                }
            });
        }
    }

    private void unknown(EndpointUse use, ComponentModel model, Collection<String> names, String name) {
        if (name.contains(":")) {
            findings.camelError(
                    use.placeOf(name), "write " + name.replaceFirst(":", ": ") + ", with a space behind the colon");
            return;
        }
        findings.camelError(
                use.placeOf(name),
                model.getScheme() + " has no option " + name
                        + Suggestion.didYouMean(
                                name,
                                new TreeSet<>(names),
                                "; see https://camel.apache.org/components/next/" + model.getScheme()
                                        + "-component.html"));
    }

    private void wrong(EndpointUse use, Collection<String> names, String words) {
        if (names != null) {
            names.forEach(name -> findings.camelError(use.placeOf(name), use.scheme() + ": " + name + words));
        }
    }

    private void values(EndpointUse use, Collection<String> names, String wanted) {
        values(use, names, wanted, List.of());
    }

    /** @param choices of which one may have been meant */
    private void values(EndpointUse use, Collection<String> names, String wanted, Collection<String> choices) {
        for (String name : names) {
            if (use.option(name)
                    .map(word -> isDuration(scratch.resolve(word.text())))
                    .orElse(false)) {
                continue; // Camel takes 10s where its metadata says milliseconds
            }
            findings.camelError(
                    use.placeOf(name),
                    use.scheme() + ": " + name + " must be " + wanted
                            + use.option(name)
                                    .map(word ->
                                            ", but was \"" + word + "\"" + Suggestion.didYouMean(word.text(), choices))
                                    .orElse(""));
        }
    }

    static boolean isDuration(String text) {
        return text.matches("(\\d+(ms|s|m|h|d))+");
    }
}
