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
        found.add(Finding.error(place, message));
    }

    void warning(Place place, String message) {
        found.add(Finding.warning(place, message));
    }

    void hint(Place place, String message) {
        found.add(new Finding(Severity.HINT, place, message));
    }

    List<Finding> inOrder() {
        return List.copyOf(found);
    }
}
