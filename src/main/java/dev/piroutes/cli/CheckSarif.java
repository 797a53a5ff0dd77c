package dev.piroutes.cli;

import dev.piroutes.source.Finding;
import dev.piroutes.source.Place;
import dev.piroutes.source.Severity;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/** SARIF 2.1.0, which GitHub, GitLab and editors show at the lines. */
final class CheckSarif {

    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    /** A rule for each severity: it is all that findings have in common. */
    private static final List<Severity> RULES = List.of(Severity.ERROR, Severity.WARNING, Severity.HINT);

    private static final Map<Severity, String> MEANINGS = Map.of(
            Severity.ERROR, "It does not start, or cannot do what it says",
            Severity.WARNING, "It starts, and will surprise",
            Severity.HINT, "It could be better");

    private CheckSarif() {}

    static String of(List<Finding> findings) {
        JsonArray results = new JsonArray();
        findings.stream()
                .filter(finding -> RULES.contains(finding.severity()))
                .forEach(finding -> results.add(result(finding)));
        JsonObject run = object("tool", object("driver", driver()));
        run.put("columnKind", "unicodeCodePoints");
        run.put("results", results);
        JsonObject log = object("$schema", SCHEMA);
        log.put("version", "2.1.0");
        log.put("runs", array(run));
        return Jsoner.prettyPrint(log.toJson());
    }

    private static JsonObject driver() {
        JsonArray rules = new JsonArray();
        for (Severity severity : RULES) {
            JsonObject rule = object("id", id(severity));
            rule.put("shortDescription", object("text", Objects.requireNonNull(MEANINGS.get(severity))));
            rules.add(rule);
        }
        JsonObject driver = object("name", "pi-routes check");
        driver.put("version", PiRoutes.Version.number());
        driver.put("rules", rules);
        return driver;
    }

    private static JsonObject result(Finding finding) {
        JsonObject result = object("ruleId", id(finding.severity()));
        result.put(
                "level",
                finding.severity() == Severity.HINT
                        ? "note"
                        : finding.severity().word());
        result.put("message", object("text", finding.message()));
        result.put("locations", array(object("physicalLocation", location(finding.place()))));
        return result;
    }

    /** What is about all of a file stands at its first line, for GitHub wants one. */
    private static JsonObject location(Place place) {
        JsonObject region = object("startLine", Math.max(1, place.line()));
        if (place.column() > 0) {
            region.put("startColumn", place.column());
        }
        JsonObject location = object("artifactLocation", object("uri", CheckedFile.uri(place.file())));
        location.put("region", region);
        return location;
    }

    private static String id(Severity severity) {
        return "route-" + severity.word();
    }

    private static JsonArray array(Object only) {
        return new JsonArray(List.of(only));
    }

    private static JsonObject object(String key, Object value) {
        JsonObject object = new JsonObject();
        object.put(key, value);
        return object;
    }
}
