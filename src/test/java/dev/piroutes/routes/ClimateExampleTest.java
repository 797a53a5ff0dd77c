package dev.piroutes.routes;

import dev.piroutes.test.DeviceTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The BME280, in one message of JSON. */
class ClimateExampleTest extends DeviceTest {

    ClimateExampleTest() {
        super("src/main/resources/examples/climate.camel.yaml");
    }

    @Test
    void publishesAllOfItOnceAMinute() {
        expect("csc2106/climate/state", "{\"temperature\":20.00,\"humidity\":50.0,\"pressure\":1013.00}", 1, true);
        measure("iio:bme280/temperature", 21.437);
        measure("iio:bme280/humidity", 45.21);
        measure("iio:bme280/pressure", 998.5);
        advance(Duration.ofMinutes(1));

        expect("csc2106/climate/state", "{\"temperature\":21.44,\"humidity\":45.2,\"pressure\":998.50}");
        expectNothingElse();
    }

    @Test
    void aMinuteWithoutAValueIsLeftOut() {
        expect("csc2106/climate/state", "{\"temperature\":20.00,\"humidity\":50.0,\"pressure\":1013.00}");
        failToMeasure("iio:bme280/humidity");
        advance(Duration.ofMinutes(3));
        expectNothingElse();

        measure("iio:bme280/humidity", 60);
        advance(Duration.ofMinutes(1));

        expect("csc2106/climate/state", "{\"temperature\":20.00,\"humidity\":60.0,\"pressure\":1013.00}");
    }
}
