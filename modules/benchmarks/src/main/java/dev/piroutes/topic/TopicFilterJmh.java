package dev.piroutes.topic;

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

/** A topic against a filter: once for each retained topic when a client subscribes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TopicFilterJmh {
    private String plus = "csc2106/+/status";
    private String hash = "csc2106/#";
    private String topic = "csc2106/devA/status";

    /** {@code csc2106/+/status}. */
    @Benchmark
    public boolean plus() {
        return TopicFilter.matches(plus, topic);
    }

    /** {@code csc2106/#}. */
    @Benchmark
    public boolean hash() {
        return TopicFilter.matches(hash, topic);
    }
}
