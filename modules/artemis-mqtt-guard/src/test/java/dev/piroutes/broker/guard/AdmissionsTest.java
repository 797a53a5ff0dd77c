package dev.piroutes.broker.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdmissionsTest {
    private long now = -5_000_000_000L;
    private Admissions admissions;

    @BeforeEach
    void limit() {
        Limits limits = new Limits();
        limits.init(Map.of(
                "max-connections", "10",
                "max-connections-per-address", "4",
                "connections-per-second", "2",
                "connections-burst", "5"));
        admissions = new Admissions(limits, new OffenceLog(System::nanoTime, line -> {}), () -> now);
    }

    private boolean comes(String address) {
        return admissions.admit(address) == null;
    }

    @Test
    void someAddressHasSoMany() {
        for (int i = 0; i < 4; i++) {
            assertThat(comes("a")).isTrue();
        }
        assertThat(comes("a")).isFalse();
        assertThat(comes("b")).isTrue();
        admissions.leave("a");
        assertThat(comes("a")).isTrue();
    }

    @Test
    void allTogetherHaveSoMany() {
        for (int i = 0; i < 10; i++) {
            assertThat(comes("address " + i)).isTrue();
        }
        assertThat(comes("another")).isFalse();
        admissions.leave("address 3");
        assertThat(comes("another")).isTrue();
    }

    @Test
    void aBurstAndThenSoManyASecond() {
        for (int i = 0; i < 5; i++) {
            assertThat(comes("a")).isTrue();
            admissions.leave("a");
        }
        assertThat(comes("a")).isFalse();
        now += TimeUnit.MILLISECONDS.toNanos(499);
        assertThat(comes("a")).isFalse();
        now += TimeUnit.MILLISECONDS.toNanos(1);
        assertThat(comes("a")).isTrue();
        admissions.leave("a");
        assertThat(comes("a")).isFalse();
        // What was refused costs nothing: after the time of a burst there is room for one.
        now += TimeUnit.MILLISECONDS.toNanos(2_500);
        for (int i = 0; i < 5; i++) {
            assertThat(comes("a")).isTrue();
            admissions.leave("a");
        }
        assertThat(comes("a")).isFalse();
    }
}
