package dev.piroutes.check;

import dev.piroutes.check.Kamelet.Parameter;
import dev.piroutes.source.EndpointUse;
import dev.piroutes.source.Suggestion;
import dev.piroutes.source.Word;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Kamelets: that there is such a one, that it stands where it can, and that its parameters are there, and fit. */
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

    private final Kamelets kamelets;
    private final Findings findings;

    KameletCheck(Kamelets kamelets, Findings findings) {
        this.kamelets = kamelets;
        this.findings = findings;
    }

    void check(EndpointUse use) {
        String name = kamelets.name(use);
        Optional<Kamelet> kamelet = kamelets.named(name);
        if (kamelet.isEmpty()) {
            findings.camelError(
                    use.placeOfPath(),
                    "there is no Kamelet " + name + "; one of your own is " + name
                            + ".kamelet.yaml beside the routes, or in a folder kamelets beside theirs"
                            + Suggestion.didYouMean(name, kamelets.names()));
            return;
        }
        kamelet.get().unreadable().ifPresent(why -> findings.error(use.placeOfPath(), why));
        kamelet.get().takesMessages().ifPresent(takes -> check(use, name, kamelet.get(), takes));
    }

    private void check(EndpointUse use, String name, Kamelet kamelet, boolean takesMessages) {
        direction(use, name, takesMessages);
        Map<String, Parameter> parameters = kamelet.parameters();
        use.options().forEach((given, value) -> {
            Parameter parameter = parameters.get(given);
            if (parameter != null) {
                value(name + ": " + given, parameter, value);
            } else if (!COMPONENT.contains(given)) {
                unknown(use, name, given, new TreeSet<>(parameters.keySet()));
            }
        });
        kamelet.required().stream()
                .filter(needed -> use.option(needed).isEmpty())
                .filter(needed -> !isMeant(needed, use, parameters.keySet()))
                .filter(needed -> kamelets.setting(name, needed).isEmpty())
                .forEach(needed -> findings.camelError(use.placeOfPath(), name + " needs the parameter " + needed));
    }

    /** One word is wrong, not two. */
    private static boolean isMeant(String needed, EndpointUse use, Set<String> parameters) {
        return use.options().keySet().stream()
                .filter(given -> !parameters.contains(given))
                .anyMatch(given -> Suggestion.nearest(given, parameters)
                        .filter(needed::equals)
                        .isPresent());
    }

    /** Camel starts a source as a step, which nobody answers; a sink that begins a route it refuses, but not in a rehearsal. */
    private void direction(EndpointUse use, String name, boolean takesMessages) {
        if (takesMessages && use.consumes()) {
            findings.error(
                    use.placeOfPath(), name + " takes messages and begins no route: write it in a to:, not in a from:");
        } else if (!takesMessages && !use.consumes()) {
            findings.camelError(
                    use.placeOfPath(),
                    name + " begins a route and takes no messages: write it in a from:, not in a to:");
        }
    }

    private void unknown(EndpointUse use, String name, String given, Set<String> names) {
        findings.camelError(
                use.placeOf(given),
                name + " has no parameter " + given
                        + Suggestion.didYouMean(given, names, "; it has " + String.join(", ", names)));
    }

    /** What comes of a placeholder, of a bean or of each message shows in the rehearsal, or when it runs. */
    private void value(String what, Parameter parameter, Word value) {
        String text = value.text();
        if (text.contains("{{") || text.contains("${") || text.startsWith("#") || text.startsWith("RAW(")) {
            return;
        }
        if (!parameter.choices().isEmpty() && !parameter.choices().contains(text)) {
            findings.camelError(
                    value.place(),
                    what + " must be one of " + String.join(", ", parameter.choices()) + ", but was \"" + text + "\""
                            + Suggestion.didYouMean(text, parameter.choices()));
        } else {
            wanted(parameter.type(), text)
                    .ifPresent(wanted -> findings.camelError(
                            value.place(), what + " must be " + wanted + ", but was \"" + text + "\""));
        }
    }

    /** What a value of the type looks like, if the text does not. */
    private static Optional<String> wanted(String type, String text) {
        return switch (type) {
            case "boolean" -> Optional.of("true or false").filter(words -> !text.matches("(?i)true|false"));
            case "integer" ->
                Optional.of("a whole number")
                        .filter(words -> !text.matches("[+-]?\\d+") && !EndpointCheck.isDuration(text));
            case "number" ->
                Optional.of("a number").filter(words -> !text.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?"));
            default -> Optional.empty();
        };
    }
}
