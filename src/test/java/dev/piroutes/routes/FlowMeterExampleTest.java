package dev.piroutes.routes;

import dev.piroutes.board.Level;
import dev.piroutes.test.DeviceTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FlowMeterExampleTest extends DeviceTest {
    private static final Duration HALF = Duration.ofMillis(10);

    FlowMeterExampleTest() {
        super("src/main/resources/examples/flow-meter.camel.yaml");
    }

    private void flow(int pulses) {
        for (int i = 0; i < pulses; i++) {
            drive(11, Level.HIGH);
            advance(HALF);
            drive(11, Level.LOW);
            advance(HALF);
        }
    }

    @Test
    void tellsLitresAMinuteAndWhatCameAltogether() {
        flow(250);
        advance(Duration.ofSeconds(5));
        expect("csc2106/flow/state", "{\"flow\":3.33,\"pulses\":250}", 1, true);

        flow(500);
        expect("csc2106/flow/state", "{\"flow\":6.66,\"pulses\":750}");
        advance(Duration.ofSeconds(10));
        expect("csc2106/flow/state", "{\"flow\":0.00,\"pulses\":750}");

        send("csc2106/flow/reset", "");
        advance(Duration.ofSeconds(10));
        expect("csc2106/flow/state", "{\"flow\":0.00,\"pulses\":0}");
        expectNothingElse();
    }
}
