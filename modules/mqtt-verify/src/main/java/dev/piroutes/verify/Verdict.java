package dev.piroutes.verify;

import java.util.List;
import java.util.Optional;

/**
 * What one check found.
 *
 * @param seen what was seen or is wrong, in words
 * @param packets on which it stands
 */
record Verdict(Outcome outcome, String seen, List<Packet> packets) {

    static Verdict passed(String seen, List<Packet> packets) {
        return new Verdict(Outcome.PASSED, seen, packets);
    }

    static Verdict failed(String wrong, List<Packet> packets) {
        return new Verdict(Outcome.FAILED, wrong, packets);
    }

    static Verdict skipped(String why) {
        return new Verdict(Outcome.SKIPPED, why, List.of());
    }

    /** Failed with what is wrong, or passed where nothing is. */
    static Verdict of(Optional<String> wrong, String seen, List<Packet> packets) {
        return wrong.map(words -> failed(words, packets)).orElseGet(() -> passed(seen, packets));
    }
}
