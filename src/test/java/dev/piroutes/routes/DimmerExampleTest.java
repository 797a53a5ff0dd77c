package dev.piroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.board.Level;
import dev.piroutes.test.DeviceTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dimmer, driven from a topic. */
class DimmerExampleTest extends DeviceTest {

    DimmerExampleTest() {
        super("src/main/resources/examples/dimmer.camel.yaml");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "40, 40", "100, 100", "ON, 100", "OFF, 0"})
    void setsTheBrightness(String command, String brightness) {
        send("csc2106/dimmer/cmd", command);

        expect("csc2106/dimmer/ack", brightness, 1, false);
        expectNothingElse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"101", "-1", "007", "bright", "4.5", ""})
    void ignoresWhatIsNoBrightness(String command) {
        send("csc2106/dimmer/cmd", command);
        advance(Duration.ofSeconds(1));

        expectNothingElse();
    }

    @Test
    void lightsTheLamp() {
        send("csc2106/dimmer/cmd", "100");

        assertThat(board().level(18)).isEqualTo(Level.HIGH);
    }
}
