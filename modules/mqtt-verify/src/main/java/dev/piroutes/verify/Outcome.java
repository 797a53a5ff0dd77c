package dev.piroutes.verify;

import java.util.Locale;

/** How a check can end. */
public enum Outcome {
    PASSED,
    FAILED,
    /** Not made: not wanted, not possible here, or of no use after what has failed. */
    SKIPPED;

    /** In small letters. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
