package dev.piroutes.bench;

import java.util.List;

/**
 * How much is measured.
 *
 * @param rounds starts of each system
 * @param burstRounds how many of them have a burst
 * @param commands of a burst
 * @param idleMillis from {@code online} until memory is read, and again after a burst
 * @param warmMillis commands one at a time that do not count
 * @param oneMillis commands one at a time that count
 * @param pacedSeconds of 100 commands a second
 * @param presses one at a time
 * @param restSeconds of which CPU time at rest is taken
 * @param crashes of each broker
 * @param devices in one process
 * @param connections of one broker
 * @param messages retained by a broker, and queued by it for one client
 */
record Amounts(
        int rounds,
        int burstRounds,
        int commands,
        long idleMillis,
        long warmMillis,
        long oneMillis,
        int pacedSeconds,
        int presses,
        int restSeconds,
        int crashes,
        List<Integer> devices,
        List<Integer> connections,
        int messages) {
    static final Amounts FULL = new Amounts(
            10,
            3,
            20_000,
            3_000,
            8_000,
            10_000,
            15,
            100,
            60,
            3,
            List.of(1, 10, 100, 500),
            List.of(100, 1_000, 5_000),
            10_000);

    /** To see that everything works; the figures are worth little. */
    static final Amounts QUICK =
            new Amounts(1, 1, 2_000, 500, 1_000, 1_000, 2, 10, 5, 1, List.of(1, 10), List.of(100), 1_000);

    Amounts withRounds(int number) {
        return new Amounts(
                number,
                Math.min(number, burstRounds),
                commands,
                idleMillis,
                warmMillis,
                oneMillis,
                pacedSeconds,
                presses,
                restSeconds,
                crashes,
                devices,
                connections,
                messages);
    }
}
