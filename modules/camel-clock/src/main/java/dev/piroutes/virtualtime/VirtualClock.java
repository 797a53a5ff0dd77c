package dev.piroutes.virtualtime;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/** The date and time of day of a test. */
final class VirtualClock extends Clock {
    private final Supplier<Instant> date;
    private final ZoneId zone;

    VirtualClock(Supplier<Instant> date) {
        this(date, ZoneOffset.UTC);
    }

    private VirtualClock(Supplier<Instant> date, ZoneId zone) {
        this.date = date;
        this.zone = zone;
    }

    @Override
    public Instant instant() {
        return date.get();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new VirtualClock(date, other);
    }
}
