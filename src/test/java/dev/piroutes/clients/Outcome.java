package dev.piroutes.clients;

import java.util.List;

/**
 * What came of the messages that waited.
 *
 * @param faults of the order
 * @param stalled whether nothing more came, though the client was there
 * @param errors what the client has written to its error output
 */
record Outcome(int expected, int received, List<String> faults, boolean stalled, String errors) {

    /** The client ended before it had everything. */
    boolean broken() {
        return !stalled && received < expected;
    }

    boolean good() {
        return received == expected && faults.isEmpty();
    }

    @Override
    public String toString() {
        return "%,d of %,d".formatted(received, expected)
                + (stalled ? ", STALLED" : "")
                + (broken() ? ", ENDED: " + errors.strip() : "")
                + (faults.isEmpty()
                        ? ""
                        : ", %d OUT OF ORDER: %s"
                                .formatted(
                                        faults.size(), faults.stream().limit(5).toList()));
    }
}
