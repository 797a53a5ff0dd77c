package dev.piroutes.check;

import dev.piroutes.source.EndpointUse;
import dev.piroutes.source.Place;
import dev.piroutes.source.RouteDeclared;
import dev.piroutes.source.RouteFile;
import dev.piroutes.source.Suggestion;
import dev.piroutes.source.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Ids, and names of properties: given once, given at all, and used as given. */
final class NameCheck {

    private final List<RouteFile> files;
    private final Scratch scratch;
    private final Findings findings;

    NameCheck(List<RouteFile> files, Scratch scratch, Findings findings) {
        this.files = files;
        this.scratch = scratch;
        this.findings = findings;
    }

    void check() {
        Map<String, Place> ids = new HashMap<>();
        Map<String, Place> stepIds = new HashMap<>();
        Set<String> known = new TreeSet<>(scratch.properties());
        for (RouteFile file : files) {
            file.words().forEach(word -> defaults(word, known));
            file.routes().forEach(route -> route(route, ids));
            file.stepIds().forEach(id -> stepId(id, stepIds));
            for (Word step : file.stepsWithoutId()) {
                findings.hint(step.place(), step + " has no id: with one, logs, tests and coverage can name the step");
            }
        }
        stepIds.forEach((id, place) -> {
            if (ids.containsKey(id)) {
                findings.camelError(
                        place,
                        "there is a route with the id " + id + ", too: it is at " + ids.get(id)
                                + "; Camel wants each once in all files");
            }
        });
        for (RouteFile file : files) {
            Set<Place> options = placesOfEndpoints(file);
            Set<Place> entities = EntityCheck.templates(file);
            Set<String> parameters = TemplateCheck.parameters(file);
            for (Word word : file.words()) {
                List<String> missing = new ArrayList<>(scratch.missing(word.text()));
                missing.removeAll(parameters);
                for (String name : missing) {
                    findings.camelError(
                            word.place(),
                            "there is no property " + name + ": write {{" + name
                                    + ":a default}}, or set it in application.properties"
                                    + Suggestion.didYouMean(name, known));
                }
                if (!entities.contains(word.place())) {
                    template(word, options.contains(word.place()));
                    Placeholders.lopsided(word.text())
                            .ifPresent(name ->
                                    findings.camelError(word.place(), "a brace is missing: write {{" + name + "}}"));
                }
            }
        }
        callsWithoutRoute();
    }

    private static Set<Place> placesOfEndpoints(RouteFile file) {
        Set<Place> places = new HashSet<>();
        for (EndpointUse use : file.endpoints()) {
            places.add(use.uri().place());
            use.parameters().values().forEach(option -> places.add(option.place()));
        }
        return places;
    }

    /** @param option whether it is of an endpoint: Camel looks through that twice, and finds what has lost its escape */
    private void template(Word word, boolean option) {
        Scratch.template(word.text()).ifPresent(found -> {
            String braces = found.group();
            String message = "Camel takes " + braces + " for a property: "
                    + (option
                            ? "an endpoint's options cannot have a text with braces for others; put it into the body or a header"
                            : "a text for others is written \\" + braces.substring(0, braces.length() - 2) + "\\}}");
            if (found.group(2) == null && !braces.startsWith("{{?")) {
                findings.camelError(word.place(), message);
            } else {
                findings.warning(word.place(), message);
            }
        });
    }

    private static void defaults(Word word, Set<String> known) {
        Placeholders.ofProperties(word.text())
                .filter(found -> found.group(3) != null)
                .forEach(found -> known.add(found.group(2)));
    }

    private void route(RouteDeclared route, Map<String, Place> ids) {
        if (!route.hasId()) {
            findings.hint(route.place(), "this route has no id: with one, logs and tests can name it");
        } else {
            Place first = ids.putIfAbsent(route.id(), route.place());
            if (first != null) {
                findings.error(
                        route.place(),
                        "there are two routes with the id " + route.id() + ": the other is at " + first
                                + "; give each an id of its own");
            }
        }
        if (!route.hasDescription()) {
            findings.hint(route.place(), route.id() + " has no description: a sentence on what it is for");
        }
    }

    private void stepId(Word id, Map<String, Place> ids) {
        Place first = ids.putIfAbsent(id.text(), id.place());
        if (first != null) {
            findings.camelError(
                    id.place(),
                    "there are two steps with the id " + id + ": the other is at " + first
                            + "; Camel wants each once in all files");
        }
    }

    private void callsWithoutRoute() {
        Set<String> begun = new HashSet<>();
        List<EndpointUse> uses =
                files.stream().flatMap(file -> file.endpoints().stream()).toList();
        for (EndpointUse use : uses) {
            if (use.consumes()) {
                begun.add(name(use));
            }
        }
        for (EndpointUse use : uses) {
            String name = name(use);
            if (use.scheme().equals("direct") && !use.consumes() && !use.isDynamic() && !begun.contains(name)) {
                findings.camelError(
                        use.uri().place(), "no route begins with " + name + Suggestion.didYouMean(name, begun));
            }
        }
    }

    private String name(EndpointUse use) {
        return use.scheme() + ":" + scratch.resolve(use.path());
    }
}
