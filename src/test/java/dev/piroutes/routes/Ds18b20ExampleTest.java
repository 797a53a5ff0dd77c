package dev.piroutes.routes;

import dev.piroutes.test.DeviceTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The DS18B20. What its kernel driver answers, and which of it is left out, is {@code KernelSensorsTest}'s. */
class Ds18b20ExampleTest extends DeviceTest {

    Ds18b20ExampleTest() {
        super("src/main/resources/examples/ds18b20.camel.yaml");
        property("ds18b20.id", "28-0316a2795aff");
        measure("w1:28-0316a2795aff", 23.125);
    }

    @Test
    void publishesOnlyWhatHasMovedByHalfADegree() {
        expect("csc2106/ds18b20/temperature", "23.13", 1, true);
        reading(23.562);
        expectNothingElse();
        reading(23.625);
        expect("csc2106/ds18b20/temperature", "23.63");
        reading(-0.062);
        expect("csc2106/ds18b20/temperature", "-0.06");
        expectNothingElse();
    }

    private void reading(double degrees) {
        measure("w1:28-0316a2795aff", degrees);
        advance(Duration.ofSeconds(10));
    }
}
