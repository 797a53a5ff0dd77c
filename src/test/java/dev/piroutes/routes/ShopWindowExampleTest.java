package dev.piroutes.routes;

import dev.piroutes.test.DeviceTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A week of a shop window. */
class ShopWindowExampleTest extends DeviceTest {

    ShopWindowExampleTest() {
        super("src/main/resources/examples/shop-window.camel.yaml");
        property("camel.component.daytime.zone", "Europe/Berlin");
    }

    @Test
    void isLitOnWeekdaysUntilSunset() {
        // Monday, 5 January 2026, 09:00 there; the sun sets at 16:08.
        expectOn(10);
        expect("csc2106/shop-window/state", "ON", 1, true);

        advance(Duration.ofHours(7));
        expectOn(10);
        advance(Duration.ofMinutes(15));
        expectOff(10);
        expect("csc2106/shop-window/state", "OFF");

        advance(Duration.ofDays(4));
        for (int day = 0; day < 4; day++) {
            expect("csc2106/shop-window/state", "ON");
            expect("csc2106/shop-window/state", "OFF");
        }
        advance(Duration.ofDays(2));
        expectNothingElse();
        advance(Duration.ofHours(16));
        expectOn(10);
        expect("csc2106/shop-window/state", "ON");
        expectNothingElse();
    }
}
