package dev.piroutes.source;

import java.util.Locale;

/** How bad a finding is, worst first. */
public enum Severity {
    /** It would not start, or could not do what it says. */
    ERROR,
    /** It starts, and will surprise. */
    WARNING,
    /** It could be better. */
    HINT,
    /** It is as it should be, or of no importance here. */
    OK;

    /** As people and programs read it: {@code warning}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
