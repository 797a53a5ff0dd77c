package dev.piroutes.routes;

import dev.piroutes.test.DeviceTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The processor's temperature, with its dead band. */
class CpuTemperatureExampleTest extends DeviceTest {

    CpuTemperatureExampleTest() {
        super("src/main/resources/examples/cpu-temperature.camel.yaml");
        measure("thermal:cpu", 48.312);
    }

    private void reading(double degrees) {
        measure("thermal:cpu", degrees);
        advance(Duration.ofSeconds(10));
    }

    @Test
    void publishesOnlyWhatHasMovedByHalfADegree() {
        expect("csc2106/cpu/temperature", "48.31", 1, true);

        reading(48.801);
        reading(47.821);
        expectNothingElse();

        reading(48.81);
        expect("csc2106/cpu/temperature", "48.81");
        reading(48.32);
        expectNothingElse();
        reading(-1.25);
        expect("csc2106/cpu/temperature", "-1.25");
        expectNothingElse();
    }

    @Test
    void goesOnAfterAReadingThatIsNoNumber() {
        expect("csc2106/cpu/temperature", "48.31");
        failToMeasure("thermal:cpu");
        advance(Duration.ofMinutes(1));
        expectNothingElse();

        reading(50);

        expect("csc2106/cpu/temperature", "50.00");
    }
}
