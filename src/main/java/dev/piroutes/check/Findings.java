package dev.piroutes.check;

import dev.piroutes.source.Finding;
import dev.piroutes.source.Place;
import dev.piroutes.source.Severity;
import java.util.List;
import java.util.TreeSet;

/** What has been found so far. */
final class Findings {

    private final TreeSet<Finding> found = new TreeSet<>(Finding.BY_PLACE);

    void error(Place place, String message) {
        found.add(new Finding(Severity.ERROR, place, oneLine(message)));
    }

    void warning(Place place, String message) {
        found.add(new Finding(Severity.WARNING, place, oneLine(message)));
    }

    void hint(Place place, String message) {
        found.add(new Finding(Severity.HINT, place, oneLine(message)));
    }

    List<Finding> inOrder() {
        return List.copyOf(found);
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\s*\\R\\s*", " ").trim();
    }
}
