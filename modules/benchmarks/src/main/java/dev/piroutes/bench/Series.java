package dev.piroutes.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** One figure, measured several times. */
final class Series {
    private final List<Double> values = Collections.synchronizedList(new ArrayList<>());

    void add(double value) {
        values.add(value);
    }

    int size() {
        return values.size();
    }

    /** NaN if there is none. */
    double median() {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    double min() {
        return values.isEmpty() ? Double.NaN : Collections.min(values);
    }

    double max() {
        return values.isEmpty() ? Double.NaN : Collections.max(values);
    }

    /** {@code 0}, or {@code 3 to 17}; a dash if there is none. */
    String range() {
        if (values.isEmpty()) {
            return "–";
        }
        String low = String.format(Locale.ROOT, "%,.0f", min());
        String high = String.format(Locale.ROOT, "%,.0f", max());
        return low.equals(high) ? low : low + " to " + high;
    }
}
