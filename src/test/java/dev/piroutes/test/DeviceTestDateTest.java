package dev.piroutes.test;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The date of a test, in Camel's language simple. */
class DeviceTestDateTest extends DeviceTest {

    DeviceTestDateTest() {
        super("src/test/resources/kit-routes/dates.camel.yaml");
        date("2026-01-05T08:00");
    }

    @Test
    void dateNowIsTheTests() {
        advance(Duration.ofSeconds(1));
        expect("time/now", "2026-01-05T08:00");
        advance(Duration.ofHours(1));
        expect("time/now", "2026-01-05T09:00");
        advance(Duration.ofHours(1));
        expectNothingElse();
    }

    @Test
    void itIsSet() {
        advance(Duration.ofSeconds(1));
        expect("time/now", "2026-01-05T08:00");

        date("2026-06-21T06:59:30");
        advance(Duration.ofHours(1));
        expect("time/now", "2026-06-21T07:59");
    }
}
