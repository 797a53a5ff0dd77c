package dev.piroutes.time;

/** Where time comes from. Durations are differences of {@link #nanos}; never of two readings of the clock. */
public interface Time {
    /** The machine's. */
    Time SYSTEM = new Time() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public Moment now() {
            return Moment.now();
        }
    };

    /** Nanoseconds from some origin, as of {@link System#nanoTime}: setting the clock does not change them. */
    long nanos();

    /** Now, for what outlives this process. */
    Moment now();
}
