package dev.piroutes.sensor;

import dev.piroutes.files.Reason;
import org.jspecify.annotations.Nullable;

/** What has been read of one sensor. Thread-safe. */
final class Figures {
    private final SensorName name;
    private @Nullable Reading last;
    private @Nullable String problem;
    private long good;
    private long bad;

    Figures(SensorName name) {
        this.name = name;
    }

    synchronized void good(Reading reading) {
        last = reading;
        problem = null;
        good++;
    }

    synchronized void bad(SensorException why) {
        problem = Reason.of(why);
        bad++;
    }

    synchronized SensorStatus status(boolean virtual) {
        Quantity quantity = last == null ? name.quantity() : last.quantity();
        return new SensorStatus(
                name.toString(),
                quantity,
                quantity.unit(),
                last == null ? null : last.value(),
                problem,
                good,
                bad,
                virtual);
    }
}
