package dev.piroutes.verify;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A device that was examined.
 *
 * @param contract the contract's name
 * @param at when it ended
 */
public record Examined(
        String contract, String title, String root, String clientId, List<Result> results, Instant at, Duration took) {

    /** How many checks ended so. */
    public long count(Outcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }

    /** Whether nothing failed, and something passed. */
    public boolean passed() {
        return count(Outcome.FAILED) == 0 && count(Outcome.PASSED) > 0;
    }

    /** {@code 12 passed, 0 failed, 1 skipped}. */
    public String summary() {
        return count(Outcome.PASSED) + " passed, " + count(Outcome.FAILED) + " failed, " + count(Outcome.SKIPPED)
                + " skipped";
    }

    /** The ids of the checks that failed. */
    List<String> failed() {
        return results.stream()
                .filter(result -> result.outcome() == Outcome.FAILED)
                .map(Result::check)
                .toList();
    }
}
