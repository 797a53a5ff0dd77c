package dev.piroutes.source;

import dev.piroutes.files.Reason;
import java.util.Comparator;

/**
 * What was found in one place: nearly always something to mend.
 *
 * @param severity how bad it is
 * @param place where it stands
 * @param message what is wrong and what would be right; made one line
 */
public record Finding(Severity severity, Place place, String message) {

    /** In the order of the files, then down each. */
    public static final Comparator<Finding> BY_PLACE = Comparator.comparing(
                    (Finding finding) -> finding.place().file())
            .thenComparing(finding -> finding.place().line())
            .thenComparing(finding -> finding.place().column())
            .thenComparing(Finding::severity)
            .thenComparing(Finding::message);

    public Finding {
        message = Reason.oneLine(message);
    }

    public static Finding error(Place place, String message) {
        return new Finding(Severity.ERROR, place, message);
    }

    public static Finding warning(Place place, String message) {
        return new Finding(Severity.WARNING, place, message);
    }

    /** About all of a file, or of what else was looked at. */
    public static Finding error(String whole, String message) {
        return error(Place.of(whole), message);
    }

    public static Finding warning(String whole, String message) {
        return warning(Place.of(whole), message);
    }

    public static Finding ok(String whole, String message) {
        return new Finding(Severity.OK, Place.of(whole), message);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** {@code led.camel.yaml:12:7: error: …}, the form in which compilers say it. */
    @Override
    public String toString() {
        return place + ": " + severity.word() + ": " + message;
    }
}
