package dev.piroutes.source;

import java.util.Comparator;
import java.util.Locale;

/**
 * One thing to mend.
 *
 * @param severity how bad it is
 * @param place where it stands
 * @param message what is wrong and what would be right; one line
 */
public record Finding(Severity severity, Place place, String message) {

    /** In the order of the files, then down each. */
    public static final Comparator<Finding> BY_PLACE = Comparator.comparing(
                    (Finding finding) -> finding.place().file())
            .thenComparing(finding -> finding.place().line())
            .thenComparing(finding -> finding.place().column())
            .thenComparing(Finding::severity)
            .thenComparing(Finding::message);

    /** {@code led.camel.yaml:12:7: error: …}, the form in which compilers say it. */
    @Override
    public String toString() {
        return place + ": " + severity.name().toLowerCase(Locale.ROOT) + ": " + message;
    }
}
