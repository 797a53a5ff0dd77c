package dev.piroutes.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {
    private final FakeTime time = new FakeTime();

    @ParameterizedTest
    @ValueSource(
            strings = {"1970-01-01T00:00:10Z", "2025-12-31T23:00:00Z", "2026-01-01T01:00:00Z", "2027-01-01T00:00:00Z"})
    void isExactWithinOneBootWhateverTheClockSays(String set) {
        Moment earlier = time.now();
        time.pass(Duration.ofSeconds(90));
        time.set(set);
        assertThat(time.now().since(earlier)).isEqualTo(90_000);
    }

    @Test
    void countsHowLongTheMachineWasOffByAClockThatIsSet() {
        Moment earlier = time.now();
        time.reboot(Duration.ofHours(9));
        assertThat(time.now().since(earlier)).isEqualTo(Duration.ofHours(9).toMillis());
    }

    @Test
    void doesNotCountByAClockThatWasNotSetYet() {
        time.set("1970-01-01T00:00:10Z");
        Moment earlier = time.now();
        time.reboot(Duration.ZERO);
        time.set("2026-06-01T00:00:00Z");
        assertThat(time.now().since(earlier)).isZero();
    }

    @Test
    void doesNotCountByAClockThatIsNotSetNow() {
        Moment earlier = time.now();
        time.reboot(Duration.ZERO);
        time.set("1970-01-01T00:00:10Z");
        assertThat(time.now().since(earlier)).isZero();
    }

    @Test
    void neverRunsBackwards() {
        Moment earlier = time.now();
        time.reboot(Duration.ofDays(-365));
        assertThat(time.now().since(earlier)).isZero();
    }

    @Test
    void aMomentBeforeIsThatMuchLongerAgo() {
        Moment earlier = time.now().minus(5_000);
        assertThat(time.now().since(earlier)).isEqualTo(5_000);
    }

    @Test
    void thisMachineTellsItsBoots() {
        Moment earlier = Moment.now();
        assertThat(earlier.boot()).isNotEmpty();
        assertThat(Moment.now().since(earlier)).isBetween(0L, 60_000L);
    }
}
