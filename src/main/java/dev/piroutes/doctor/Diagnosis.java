package dev.piroutes.doctor;

/**
 * What was found about one thing.
 *
 * @param grade how good it is
 * @param subject what was looked at, in one word
 * @param text what was found, and what to do about it
 */
public record Diagnosis(Grade grade, String subject, String text) {

    /** How good it is. */
    public enum Grade {
        /** As it should be, or of no importance here. */
        OK,
        /** It runs, but not as well as it could, or not for long. */
        WARN,
        /** It will not run. */
        FAIL
    }

    public static Diagnosis ok(String subject, String text) {
        return new Diagnosis(Grade.OK, subject, text);
    }

    public static Diagnosis warn(String subject, String text) {
        return new Diagnosis(Grade.WARN, subject, text);
    }

    public static Diagnosis fail(String subject, String text) {
        return new Diagnosis(Grade.FAIL, subject, text);
    }

    @Override
    public String toString() {
        return "%-5s %-8s %s".formatted(grade.name().toLowerCase(java.util.Locale.ROOT), subject, text);
    }
}
