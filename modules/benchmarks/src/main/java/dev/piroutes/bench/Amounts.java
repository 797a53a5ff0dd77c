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
 * @param crashes of each broker, in each round
 * @param devices in one process
 * @param brokerRounds measurements of each broker
 * @param connections of one broker
 * @param messages retained by a broker
 * @param fanOut messages for many subscribers
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
        int brokerRounds,
        List<Integer> connections,
        int messages,
        int fanOut) {
    /** Of the many that a short measurement wants; one of all brokers takes ten minutes. */
    private static final int MOST_BROKER_ROUNDS = 3;

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
            1,
            List.of(1_000, 5_000),
            10_000,
            400);

    /** To see that everything works; the figures are worth little. */
    static final Amounts QUICK =
            new Amounts(1, 1, 2_000, 500, 1_000, 1_000, 2, 10, 5, 1, List.of(1, 10), 1, List.of(100), 1_000, 40);

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
                Math.min(number, MOST_BROKER_ROUNDS),
                connections,
                messages,
                fanOut);
    }
}
