package dev.piroutes.cli;

import dev.piroutes.source.Finding;
import dev.piroutes.source.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

/**
 * What {@code check} writes.
 *
 * @param files how many were looked at
 * @param findings what was found, the worst first
 */
record CheckReport(int files, List<Finding> findings) {

    private static final Comparator<Finding> WORST_FIRST =
            Comparator.comparing(Finding::severity).thenComparing(Finding.BY_PLACE);

    CheckReport {
        findings = findings.stream().sorted(WORST_FIRST).toList();
    }

    /** For people: a line each, and one that counts them. */
    String text() {
        List<String> lines = new ArrayList<>();
        findings.forEach(finding -> lines.add(finding.toString()));
        lines.add(summary());
        return String.join(System.lineSeparator(), lines);
    }

    /** For programs: a list. */
    String json() {
        JsonArray list = new JsonArray();
        findings.forEach(finding -> list.add(json(finding)));
        return Jsoner.prettyPrint(list.toJson());
    }

    private static JsonObject json(Finding finding) {
        JsonObject json = new JsonObject();
        json.put("file", finding.place().file());
        json.put("line", finding.place().line());
        json.put("column", finding.place().column());
        json.put("severity", word(finding.severity()));
        json.put("message", finding.message());
        return json;
    }

    private String summary() {
        List<String> counts = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            long count = findings.stream()
                    .filter(finding -> finding.severity() == severity)
                    .count();
            if (count > 0) {
                counts.add(count + " " + word(severity) + (count == 1 ? "" : "s"));
            }
        }
        return files + (files == 1 ? " file" : " files") + " checked: "
                + (counts.isEmpty() ? "nothing to mend" : String.join(", ", counts));
    }

    private static String word(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }
}
