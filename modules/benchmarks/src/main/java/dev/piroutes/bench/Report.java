package dev.piroutes.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run has found: printed as it comes, and written at the end between two marks of {@code docs/performance.md}. What
 * stands around the marks stays.
 */
final class Report {
    private static final String BEGIN = "<!-- measured: begin; written by ./mvnw -Pbench verify -->";
    private static final String END = "<!-- measured: end -->";

    private final List<String> sections = new ArrayList<>();
    private final List<String> plots = new ArrayList<>();
    private final Path document;

    Report(Path project) {
        this.document = project.resolve("docs/performance.md");
    }

    void line(String text) {
        System.out.println(text);
        sections.add(text + "\n");
    }

    /** @param plot its name and picture, or null for none */
    void section(Part part, Object table, @Nullable Plot plot) {
        String missed = String.join(
                "\n", Console.missed().stream().map(line -> "- " + line).toList());
        System.out.println("\n" + part.title() + "\n\n" + table + "\n" + missed);
        sections.add("### " + part.title() + "\n\n" + table);
        if (!missed.isEmpty()) {
            sections.add(missed + "\n");
        }
        if (plot != null) {
            sections.add("![" + part.title() + "](performance/" + part + ".svg)\n");
            plots.add(part + ".svg");
            plots.add(plot.svg());
        }
    }

    void write() {
        try {
            String text = Files.readString(document);
            int begin = text.indexOf(BEGIN);
            int end = text.indexOf(END);
            if (begin < 0 || end < begin) {
                throw new BenchException(document + " has not the marks " + BEGIN + " and " + END);
            }
            Files.writeString(
                    document,
                    text.substring(0, begin) + BEGIN + "\n\n" + String.join("\n", sections) + "\n"
                            + text.substring(end));
            Path folder = Files.createDirectories(document.resolveSibling("performance"));
            for (int i = 0; i < plots.size(); i += 2) {
                Files.writeString(folder.resolve(plots.get(i)), plots.get(i + 1));
            }
        } catch (IOException e) {
            throw new BenchException("cannot write " + document + ": " + e.getMessage(), e);
        }
    }
}
