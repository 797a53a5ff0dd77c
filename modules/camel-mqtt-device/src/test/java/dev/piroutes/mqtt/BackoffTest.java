package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration MAX = Duration.ofSeconds(15);

    @Test
    void doublesUpToItsMaximum() {
        Backoff backoff = new Backoff(FIRST, MAX, () -> 0);
        List<Long> waits =
                Stream.generate(() -> backoff.next().toMillis()).limit(8).toList();
        assertThat(waits).containsExactly(250L, 500L, 1000L, 2000L, 4000L, 7500L, 7500L, 7500L);
    }

    @Test
    void staysBelowItsStepWhateverTheRandomNumber() {
        Backoff backoff = new Backoff(FIRST, MAX, () -> Math.nextDown(1.0));
        assertThat(backoff.next()).isBetween(Duration.ofMillis(499), FIRST);
    }

    @Test
    void beginsAgainAfterAReset() {
        Backoff backoff = new Backoff(FIRST, MAX, () -> 0);
        backoff.next();
        backoff.next();
        backoff.reset();
        assertThat(backoff.next()).isEqualTo(FIRST.dividedBy(2));
    }

    @Test
    void refusesStepsThatDoNotGrow() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, MAX, () -> 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(MAX, FIRST, () -> 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
