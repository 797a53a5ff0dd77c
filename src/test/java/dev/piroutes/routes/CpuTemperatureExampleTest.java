package dev.piroutes.routes;

import dev.piroutes.test.DeviceTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The processor's temperature, with its dead band. */
class CpuTemperatureExampleTest extends DeviceTest {

    CpuTemperatureExampleTest() {
        super("src/main/resources/examples/cpu-temperature.camel.yaml");
        property("cpu-temperature.folder", sensor.toString());
    }

    @TempDir
    static Path sensor;

    private void reading(String text) throws IOException {
        Files.writeString(sensor.resolve("temp"), text);
        advance(Duration.ofSeconds(10));
    }

    @Test
    void publishesOnlyWhatHasMovedByHalfADegree() throws IOException {
        reading("48312\n");
        expect("csc2106/cpu/temperature", "48.312", 1, true);

        reading("48811\n");
        reading("47813\n");
        expectNothingElse();

        reading("48812\n");
        expect("csc2106/cpu/temperature", "48.812");
        reading("48313\n");
        expectNothingElse();
        reading("-1250\n");
        expect("csc2106/cpu/temperature", "-1.250");
        reading("85\n");
        expect("csc2106/cpu/temperature", "0.085");
        expectNothingElse();
    }

    @Test
    void goesOnAfterAReadingThatIsNoNumber() throws IOException {
        reading("\n");
        reading("error\n");
        expectNothingElse();

        reading("50000\n");

        expect("csc2106/cpu/temperature", "50.000");
    }
}
