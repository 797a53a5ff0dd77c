package dev.piroutes.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RepeatsTest {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final FakeTime time = new FakeTime();
    private final Repeats<String> repeats = new Repeats<>(WINDOW, 2, time::nanos);

    @Test
    void countsEachInAWindowThatBeginsWithItsFirst() {
        assertThat(repeats.add("a")).isZero();
        time.pass(WINDOW.minusMillis(1));
        assertThat(repeats.add("a")).isEqualTo(1);
        assertThat(repeats.add("b")).isZero();
        time.pass(Duration.ofMillis(1));
        assertThat(repeats.add("a")).isZero();
        assertThat(repeats.add("b")).isEqualTo(1);
    }

    @Test
    void forgetsTheOneThatWasLongestAgo() {
        repeats.add("a");
        repeats.add("b");
        repeats.add("a");
        repeats.add("c");
        assertThat(repeats.add("a")).isEqualTo(2);
        assertThat(repeats.add("b")).isZero();
    }

    @Test
    void tellsOnceWhatHasEnded() {
        repeats.add("a");
        repeats.add("a");
        time.pass(Duration.ofMillis(1));
        repeats.add("b");
        time.pass(WINDOW.minusMillis(1));
        assertThat(repeats.ended()).containsExactly(entry("a", 2));
        assertThat(repeats.ended()).isEmpty();
        assertThat(repeats.add("a")).isZero();
    }
}
