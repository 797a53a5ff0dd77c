package dev.piroutes.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A page of the documentation that quotes the log, section by section, each with the tests that make its fault. What differs
 * from run to run does not count: times, addresses, ports and durations.
 */
public final class Guide {
    /** In the text itself, or in an item of a list. */
    private static final Pattern QUOTE = Pattern.compile("```log\\n(.*?)```", Pattern.DOTALL);

    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w*(?:IT|Test)(?:\\.\\w+)?)`");

    /** A part of the page under a heading. */
    public record Section(String title, String text) {

        /** The tests that it names, as {@code Class} or {@code Class.method}. */
        public List<String> tests() {
            return TEST.matcher(text).results().map(found -> found.group(1)).toList();
        }

        /** What it quotes: of each quotation the lines. */
        public List<List<String>> quotes() {
            return QUOTE.matcher(text)
                    .results()
                    .map(found -> found.group(1)
                            .lines()
                            .map(Guide::essence)
                            .filter(line -> !line.isEmpty())
                            .toList())
                    .toList();
        }
    }

    private final List<Section> sections;

    private Guide(List<Section> sections) {
        this.sections = sections;
    }

    public static Guide read(Path file) {
        try {
            List<Section> sections = new ArrayList<>();
            for (String part : Files.readString(file).split("(?m)^## ")) {
                sections.add(new Section(part.lines().findFirst().orElse(""), part));
            }
            return new Guide(sections.subList(1, sections.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<Section> sections() {
        return sections;
    }

    /**
     * Each quotation of a section must be found in one of the logs: its lines, in their order.
     *
     * @param name of a test that the section names, or its title
     */
    public void requireQuotes(String name, String... logs) {
        Section section = sections.stream()
                .filter(one -> one.title().equals(name) || one.tests().contains(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no section has the title, or names the test, " + name));
        for (List<String> quote : section.quotes()) {
            if (List.of(logs).stream().noneMatch(log -> holds(log, quote))) {
                throw new AssertionError("\"" + section.title() + "\" quotes\n" + String.join("\n", quote)
                        + "\nbut the program says\n" + String.join("\n---\n", logs));
            }
        }
    }

    private static boolean holds(String log, List<String> quote) {
        int found = 0;
        for (String line :
                log.lines().map(Guide::essence).filter(line -> !line.isEmpty()).toList()) {
            if (found < quote.size() && line.equals(quote.get(found))) {
                found++;
            }
        }
        return found == quote.size();
    }

    private static String essence(String line) {
        return line.strip()
                .replaceFirst("^\\d\\d:\\d\\d:\\d\\d ", "")
                .replaceAll("\\b\\d+(\\.\\d+){3}\\b", "ADDRESS")
                .replaceAll(":\\d+\\b", ":PORT")
                .replaceAll("port \\d+", "port PORT")
                .replaceAll("\\b\\d+ ?[sm]\\b", "DURATION")
                .strip();
    }
}
