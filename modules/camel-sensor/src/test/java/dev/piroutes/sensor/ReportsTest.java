package dev.piroutes.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReportsTest {

    private static List<String> told(Reports reports, Integer decimals, String... readings) {
        return Arrays.stream(readings)
                .map(text -> new Reading(new BigDecimal(text), Quantity.TEMPERATURE))
                .flatMap(reading -> reports.add(reading).stream())
                .map(reading -> Reports.rounded(reading, decimals).toString())
                .toList();
    }

    @Test
    void everyReadingIsTold() {
        assertThat(told(new Reports(1, 0, false, null), null, "21.4375", "21.4375", "-0.005"))
                .containsExactly("21.44", "21.44", "-0.01");
    }

    @Test
    void aDeadBandIsMeasuredFromWhatWasToldLast() {
        assertThat(told(new Reports(1, 0.5, false, null), null, "20", "20.3", "20.49", "20.5", "20.1", "20", "19.9"))
                .containsExactly("20.00", "20.50", "20.00");
    }

    @Test
    void onlyChangesAreTold() {
        assertThat(told(new Reports(1, 0, true, 1), 1, "20", "20.04", "20.05", "20.06", "20"))
                .containsExactly("20.0", "20.1", "20.0");
    }

    @Test
    void aValueIsTheMeanOfItsSamples() {
        assertThat(told(new Reports(3, 0, false, null), null, "1", "2", "6", "1", "1", "2", "5"))
                .containsExactly("3.00", "1.33");
    }

    @Test
    void noValueIsWrittenWithAnExponent() {
        Stream.of("0.0000001", "1000000000", "100", "0")
                .forEach(text -> assertThat(Reports.rounded(new Reading(new BigDecimal(text), Quantity.NUMBER), 6)
                                .toString())
                        .doesNotContain("E"));
    }
}
