package dev.piroutes.routes;

import dev.piroutes.test.DeviceTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fan, by JSON: numbers with and without decimals, and what is no number. */
class FanExampleTest extends DeviceTest {

    private static final int PIN = 16;

    FanExampleTest() {
        super("src/main/resources/examples/fan.camel.yaml");
    }

    @BeforeEach
    void isOffAtTheStart() {
        expect("csc2106/fan/state", "{\"fan\":\"OFF\"}", 1, true);
    }

    private void climate(String json) {
        send("csc2106/room/climate", json);
    }

    @Test
    void isOnAboveOneTemperatureAndOffBelowAnother() {
        climate("{\"temperature\": 26.4, \"humidity\": 40}");
        expectOn(PIN);
        expect("csc2106/fan/state", "{\"fan\":\"ON\",\"temperature\":26.4}", 1, true);

        climate("{\"temperature\": 25.5}");
        climate("{\"temperature\": 25}");
        climate("{\"temperature\": 26}");
        expectOn(PIN);
        expectNothingElse();

        climate("{\"temperature\": 9}");
        expectOff(PIN);
        expect("csc2106/fan/state", "{\"fan\":\"OFF\",\"temperature\":9.0}");
    }

    @Test
    void staysAsItIsWithoutATemperature() {
        climate("{\"temperature\": 100}");
        expectOn(PIN);
        expect("csc2106/fan/state", "{\"fan\":\"ON\",\"temperature\":100.0}");

        climate("{\"humidity\": 40}");
        climate("{\"temperature\": null}");
        climate("no JSON");
        climate("");

        expectOn(PIN);
        expectNothingElse();
    }
}
