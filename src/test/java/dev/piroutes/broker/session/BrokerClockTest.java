package dev.piroutes.broker.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.time.FakeTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerClockTest {
    private final FakeTime time = new FakeTime();

    @ParameterizedTest
    @ValueSource(
            strings = {"1970-01-01T00:00:00Z", "2025-12-31T23:00:00Z", "2026-01-01T01:00:00Z", "2027-01-01T00:00:00Z"})
    void goesOnWhateverTheMachinesClockSays(String set) {
        BrokerClock clock = new BrokerClock(time);
        long before = clock.millis();
        time.pass(Duration.ofSeconds(1));
        time.set(set);
        time.pass(Duration.ofSeconds(1));
        assertThat(clock.millis() - before).isEqualTo(2_000);
    }

    /** As what earlier versions wrote down. */
    @Test
    void beginsWithTheTimeOfDay() {
        assertThat(new BrokerClock(time).millis())
                .isEqualTo(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
    }

    @Test
    void isNeverBeforeWhatIsWrittenDown() {
        BrokerClock clock = new BrokerClock(time);
        long later = clock.millis() + 60_000;
        clock.notBefore(later);
        clock.notBefore(1);
        time.pass(Duration.ofSeconds(5));
        assertThat(clock.millis()).isEqualTo(later + 5_000);
    }

    @Test
    void isAboveZeroEvenAtTheEpoch() {
        time.set("1970-01-01T00:00:00Z");
        assertThat(new BrokerClock(time).millis()).isPositive();
    }
}
