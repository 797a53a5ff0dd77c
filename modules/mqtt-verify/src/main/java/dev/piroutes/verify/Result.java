package dev.piroutes.verify;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A check that was made, or not.
 *
 * @param check its id
 * @param title what it is about, for people
 * @param seen what was seen, what is wrong, or why it was not made
 * @param packets what passed the proxy, as lines with time stamps
 * @param hint what to do, where it failed and the contract has one
 * @param took how long it took
 */
public record Result(
        String check,
        String title,
        Outcome outcome,
        String seen,
        List<String> packets,
        @Nullable String hint,
        Duration took) {}
