package dev.piroutes.check;

import dev.piroutes.source.Finding;
import dev.piroutes.source.Place;
import dev.piroutes.source.Severity;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What has been found so far. */
final class Findings {

    private final TreeSet<Finding> found = new TreeSet<>(Finding.BY_PLACE);
    /** What Camel would refuse, as far as a reader can tell: Camel has the last word. */
    private final Set<Finding> presumed = new HashSet<>();

    /** Something that devices, pins or files of ours cannot do, whatever Camel says. */
    void error(Place place, String message) {
        Finding finding = Finding.error(place, message);
        presumed.remove(finding);
        found.add(finding);
    }

    /** Something that Camel would refuse; a warning if it does not. */
    void camelError(Place place, String message) {
        Finding finding = Finding.error(place, message);
        if (found.add(finding)) {
            presumed.add(finding);
        }
    }

    /** What a pin says of an option; what the Kamelet that has given it says of it is enough. */
    void pinError(Place place, String message) {
        if (found.stream()
                .noneMatch(finding -> finding.isError() && finding.place().equals(place))) {
            error(place, message);
        }
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

    /** @param refusal why Camel does not start the files, if it does not: the words of the checks are better, where they have any */
    List<Finding> inOrder(Optional<Finding> refusal) {
        if (refusal.isEmpty()) {
            return found.stream()
                    .map(this::asCamelHasIt)
                    .sorted(Finding.BY_PLACE)
                    .toList();
        }
        if (!hasErrorIn(refusal.get().place().file())) {
            found.add(refusal.get());
        }
        return inOrder();
    }

    private Finding asCamelHasIt(Finding finding) {
        return presumed.contains(finding) ? Finding.warning(finding.place(), finding.message()) : finding;
    }

    private boolean hasErrorIn(String file) {
        return found.stream()
                .anyMatch(finding -> finding.isError() && finding.place().file().equals(file));
    }
}
