package dev.piroutes.time;

import java.util.concurrent.TimeUnit;

/**
 * A clock that nobody sets. It looks like the time of day at which it was first started, and may be far from that of today;
 * only differences of its readings mean something. With its {@link Stamp}s written down, it goes on in the next process: as
 * far as {@link Moment#since} can tell how long nobody looked, and never back.
 */
public final class SteadyClock {
    private final Time time;
    private volatile Reading last;

    private record Reading(long millis, long nanos) {}

    /** What to write down: what it shows, and when. */
    public record Stamp(long millis, Moment moment) {}

    public SteadyClock(Time time) {
        this.time = time;
        // Above 0, which may mean "never" where it is written down.
        this.last = new Reading(Math.max(1, time.now().wall()), time.nanos());
    }

    /** Milliseconds. */
    public long millis() {
        Reading before = last;
        return before.millis + TimeUnit.NANOSECONDS.toMillis(time.nanos() - before.nanos);
    }

    /** The time of day at which it showed this, or would have, by the machine's clock as it is set now. */
    public long wall(long millis) {
        return time.now().wall() - (millis() - millis);
    }

    public Stamp stamp() {
        return new Stamp(millis(), time.now());
    }

    /** Goes on from what an earlier process wrote down. */
    public void resume(Stamp stamp) {
        last = new Reading(stamp.millis + time.now().since(stamp.moment), time.nanos());
    }

    /** It has shown at least so much before: that was written down too. */
    public void notBefore(long millis) {
        if (millis() < millis) {
            last = new Reading(millis, time.nanos());
        }
    }
}
