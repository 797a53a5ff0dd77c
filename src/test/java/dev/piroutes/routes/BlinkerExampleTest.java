package dev.piroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.test.DeviceTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The blinker, driven from a topic. */
class BlinkerExampleTest extends DeviceTest {

    BlinkerExampleTest() {
        super("src/main/resources/examples/blinker.camel.yaml");
    }

    private int changesIn(Duration duration) {
        int before = board().history(25).size();
        advance(duration);
        return board().history(25).size() - before;
    }

    @Test
    void blinksAsTheTopicSays() {
        send("csc2106/blinker/cmd", "SLOW");
        expect("csc2106/blinker/ack", "SLOW", 1, false);
        assertThat(changesIn(Duration.ofSeconds(10))).isEqualTo(20);

        send("csc2106/blinker/cmd", "FAST");
        expect("csc2106/blinker/ack", "FAST", 1, false);
        assertThat(changesIn(Duration.ofSeconds(10))).isEqualTo(200);

        send("csc2106/blinker/cmd", "OFF");
        expect("csc2106/blinker/ack", "OFF", 1, false);
        expectOff(25);
        assertThat(changesIn(Duration.ofSeconds(10))).isZero();
        expectNothingElse();
    }

    @Test
    void goesOnBlinkingOnAnyOtherPayload() {
        send("csc2106/blinker/cmd", "SLOW");
        expect("csc2106/blinker/ack", "SLOW");

        send("csc2106/blinker/cmd", "slower");

        assertThat(changesIn(Duration.ofSeconds(10))).isEqualTo(20);
        expectNothingElse();
    }
}
