package dev.piroutes.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyClockTest {
    private final FakeTime time = new FakeTime();

    @ParameterizedTest
    @ValueSource(
            strings = {"1970-01-01T00:00:00Z", "2025-12-31T23:00:00Z", "2026-01-01T01:00:00Z", "2027-01-01T00:00:00Z"})
    void goesOnWhateverTheMachinesClockSays(String set) {
        SteadyClock clock = new SteadyClock(time);
        long before = clock.millis();
        time.pass(Duration.ofSeconds(1));
        time.set(set);
        time.pass(Duration.ofSeconds(1));
        assertThat(clock.millis() - before).isEqualTo(2_000);
        assertThat(clock.wall(before))
                .as("by the clock as it is set now")
                .isEqualTo(Instant.parse(set).toEpochMilli() - 1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1970-01-01T00:00:00Z", "2025-12-31T23:00:00Z", "2026-01-01T01:00:00Z", "2027-01-01T00:00:00Z"})
    void goesOnInTheNextProcess(String set) {
        SteadyClock.Stamp stamp = new SteadyClock(time).stamp();
        time.pass(Duration.ofSeconds(5));
        time.set(set);
        SteadyClock next = new SteadyClock(time);
        next.resume(stamp);
        assertThat(next.millis()).isEqualTo(stamp.millis() + 5_000);
    }

    @Test
    void goesOnAfterANightWithoutPowerIfTheTimeIsKnown() {
        SteadyClock.Stamp stamp = new SteadyClock(time).stamp();
        time.reboot(Duration.ofHours(9));
        SteadyClock next = new SteadyClock(time);
        next.resume(stamp);
        assertThat(next.millis()).isEqualTo(stamp.millis() + Duration.ofHours(9).toMillis());
    }

    @Test
    void standsStillForANightWithoutPowerIfTheTimeIsNotKnown() {
        SteadyClock.Stamp stamp = new SteadyClock(time).stamp();
        time.reboot(Duration.ofHours(9));
        time.set("1970-01-01T00:00:20Z");
        SteadyClock next = new SteadyClock(time);
        next.resume(stamp);
        time.set("2026-06-01T00:00:00Z");
        assertThat(next.millis()).isEqualTo(stamp.millis());
    }

    /** As what earlier versions wrote down. */
    @Test
    void beginsWithTheTimeOfDay() {
        assertThat(new SteadyClock(time).millis())
                .isEqualTo(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
    }

    @Test
    void isNeverBeforeWhatIsWrittenDown() {
        SteadyClock clock = new SteadyClock(time);
        long later = clock.millis() + 60_000;
        clock.notBefore(later);
        clock.notBefore(1);
        time.pass(Duration.ofSeconds(5));
        assertThat(clock.millis()).isEqualTo(later + 5_000);
    }

    @Test
    void isAboveZeroEvenAtTheEpoch() {
        time.set("1970-01-01T00:00:00Z");
        assertThat(new SteadyClock(time).millis()).isPositive();
    }
}
