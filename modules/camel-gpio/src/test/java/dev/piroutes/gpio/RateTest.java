package dev.piroutes.gpio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateTest {
    private final List<String> said = new ArrayList<>();
    private final RateMeter meter = new RateMeter(100, 1000);

    private void time(long nanoTime) {
        meter.time(nanoTime, end -> said.add(end + ": " + meter.count()));
    }

    @Test
    void everyPeriodIsToldOnceAndSilenceIsToldToo() {
        meter.pressed();
        meter.pressed();
        time(1099);
        assertThat(said).isEmpty();

        time(1100);
        time(1150);
        meter.pressed();
        time(1400);
        assertThat(said).containsExactly("1100: 2", "1200: 1", "1300: 0", "1400: 0");
        assertThat(meter.deadline()).hasValue(1500);
    }

    @Test
    void nobodyWantsIt() {
        RateMeter off = new RateMeter(0, 0);
        off.pressed();
        off.time(Long.MAX_VALUE, end -> said.add("?"));

        assertThat(said).isEmpty();
        assertThat(off.deadline()).isEmpty();
    }

    @Test
    void aRateIsAMinutes() {
        GpioConfiguration options = new GpioConfiguration();
        assertThat(options.rate(3)).isEqualTo("18.00");
        options.setRatePeriod(2_500);
        options.setPerPulse(0.00222);
        assertThat(options.rate(100)).isEqualTo("5.33");
    }
}
