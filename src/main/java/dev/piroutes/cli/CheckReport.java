package dev.piroutes.cli;

import dev.piroutes.source.Finding;
import dev.piroutes.source.Severity;
import dev.piroutes.words.Count;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import picocli.CommandLine.Help.Ansi;

/**
 * What {@code check} writes.
 *
 * @param files those that were looked at
 * @param findings what was found, the worst first
 * @param strict whether warnings are failures
 */
record CheckReport(List<String> files, List<Finding> findings, boolean strict) {

    private static final Comparator<Finding> WORST_FIRST =
            Comparator.comparing(Finding::severity).thenComparing(Finding.BY_PLACE);

    private static final Map<Severity, String> COLOURS =
            Map.of(Severity.ERROR, "bold,red", Severity.WARNING, "bold,yellow", Severity.HINT, "cyan");

    CheckReport {
        findings = findings.stream().sorted(WORST_FIRST).toList();
    }

    /** How it can be written. */
    enum Format {
        TEXT,
        JSON,
        SARIF,
        JUNIT;

        /** The format that is named so. */
        static Optional<Format> of(String word) {
            return Arrays.stream(values())
                    .filter(format -> format.word().equals(word))
                    .findFirst();
        }

        /** Their names. */
        static String words(String between) {
            return Arrays.stream(values()).map(Format::word).collect(Collectors.joining(between));
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param colours where it is text */
    String in(Format format, Ansi colours) {
        return switch (format) {
            case TEXT -> text(colours);
            case JSON -> json();
            case SARIF -> CheckSarif.of(findings);
            case JUNIT -> CheckJunit.of(files, findings, this::fails);
        };
    }

    /** Whether something is to be mended. */
    boolean fails() {
        return findings.stream().anyMatch(this::fails);
    }

    private boolean fails(Finding finding) {
        return finding.isError() || strict && finding.severity() == Severity.WARNING;
    }

    /** For people: a line each, and one that counts them. */
    private String text(Ansi colours) {
        List<String> lines = new ArrayList<>();
        findings.forEach(finding -> lines.add(line(finding, colours)));
        lines.add(summary());
        return String.join(System.lineSeparator(), lines);
    }

    private static String line(Finding finding, Ansi colours) {
        String severity = finding.severity().word();
        String colour = COLOURS.get(finding.severity());
        return finding.place() + ": "
                + (colour == null ? severity : colours.string("@|" + colour + " " + severity + "|@")) + ": "
                + finding.message();
    }

    /** For programs: a list. */
    private String json() {
        JsonArray list = new JsonArray();
        findings.forEach(finding -> list.add(json(finding)));
        return Jsoner.prettyPrint(list.toJson());
    }

    private static JsonObject json(Finding finding) {
        JsonObject json = new JsonObject();
        json.put("file", finding.place().file());
        json.put("line", finding.place().line());
        json.put("column", finding.place().column());
        json.put("severity", finding.severity().word());
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
                counts.add(Count.of(count, severity.word()));
            }
        }
        return Count.of(files.size(), "file") + " checked: "
                + (counts.isEmpty() ? "nothing to mend" : String.join(", ", counts));
    }
}
