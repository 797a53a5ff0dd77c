package dev.piroutes.gpio;

import dev.piroutes.board.Level;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One edge of a bouncing button through debounce and gesture recognition. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DebounceJmh {
    private static final long QUIET = TimeUnit.MILLISECONDS.toNanos(20);
    /** Between edges: three that bounce, and one that lasts. */
    private static final long[] STEPS = {1_000_000, 1_000_000, 1_000_000, 50_000_000};

    private long now;
    private int edge;
    private long stable;
    private long events;
    private final Debounce debounce = new Debounce(Level.HIGH, any -> QUIET, (level, nanoTime) -> stable++);
    private final Gestures gestures =
            new Gestures(false, 0, GestureTimes.ofMillis(1_000, 300, 0, 0), event -> events++);

    /** As every edge of every input does. */
    @Benchmark
    public long debounce() {
        step();
        debounce.level((edge & 1) == 0 ? Level.LOW : Level.HIGH, now);
        return stable;
    }

    /** As every edge that lasted does. */
    @Benchmark
    public long gestures() {
        step();
        gestures.state((edge & 1) == 0 ? GpioState.ON : GpioState.OFF, now);
        return events;
    }

    private void step() {
        now += STEPS[edge & 3];
        edge++;
    }
}
