package dev.piroutes.routes;

import dev.piroutes.test.DeviceTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The DS18B20, on files such as the kernel's. */
class Ds18b20ExampleTest extends DeviceTest {

    Ds18b20ExampleTest() throws IOException {
        super("src/main/resources/examples/ds18b20.camel.yaml");
        property("ds18b20.bus", bus.toString());
        property("ds18b20.id", "28-0316a2795aff");
        Files.createDirectories(bus.resolve("28-0316a2795aff"));
    }

    @TempDir
    static Path bus;

    private void reading(String check, String value) throws IOException {
        Files.writeString(
                Files.createDirectories(bus.resolve("28-0316a2795aff")).resolve("w1_slave"),
                """
                72 01 4b 46 7f ff 0e 10 57 : crc=57 %s
                72 01 4b 46 7f ff 0e 10 57 t=%s
                """
                        .formatted(check, value));
        advance(Duration.ofSeconds(10));
    }

    @Test
    void publishesOnlyWhatHasMovedByHalfADegree() throws IOException {
        reading("YES", "23125");
        expect("csc2106/ds18b20/temperature", "23.125", 1, true);
        reading("YES", "23562");
        expectNothingElse();
        reading("YES", "23625");
        expect("csc2106/ds18b20/temperature", "23.625");
        reading("YES", "-62");
        expect("csc2106/ds18b20/temperature", "-0.062");
        expectNothingElse();
    }

    @Test
    void leavesOutWhatTheSensorDoesNotMean() throws IOException {
        reading("NO", "23125");
        reading("YES", "85000");
        expectNothingElse();

        reading("YES", "20000");

        expect("csc2106/ds18b20/temperature", "20.000");
    }
}
