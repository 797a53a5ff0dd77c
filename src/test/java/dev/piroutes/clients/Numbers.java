package dev.piroutes.clients;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts lines of {@code topic number}: on each topic the numbers are to be 1, 2, 3, … */
final class Numbers {
    private final Map<String, Integer> last = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private int received;

    void accept(String line) {
        received++;
        int space = line.lastIndexOf(' ');
        String topic = line.substring(0, space);
        int number = Integer.parseInt(line.substring(space + 1));
        Integer before = last.put(topic, number);
        if (number != (before == null ? 1 : before + 1)) {
            faults.add("%s: %d after %s".formatted(topic, number, before == null ? "none" : before));
        }
    }

    int received() {
        return received;
    }

    /** Each number that is not the one after that before it on its topic: lost, doubled or overtaken. */
    List<String> faults() {
        return List.copyOf(faults);
    }
}
