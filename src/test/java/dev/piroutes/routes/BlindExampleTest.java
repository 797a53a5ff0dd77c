package dev.piroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.board.Level;
import dev.piroutes.test.DeviceTest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The blind: two relays, never both. Relays are on when their pin is low. */
class BlindExampleTest extends DeviceTest {

    BlindExampleTest() {
        super("src/main/resources/examples/blind.camel.yaml");
    }

    @Test
    void changesDirectionWithAPauseAndNeverHasBothOn() {
        board().addListener((pin, level, time) -> {
            if (board().level(5) == Level.LOW && board().level(6) == Level.LOW) {
                bothOn.incrementAndGet();
            }
        });
        send("csc2106/blind/cmd", "UP");
        expectOff(5);
        advance(Duration.ofMillis(500));
        expectOn(5);
        expect("csc2106/blind/ack", "UP", 1, false);

        send("csc2106/blind/cmd", "DOWN");
        expectOff(5);
        expectOff(6);
        advance(Duration.ofMillis(499));
        expectOff(6);
        advance(Duration.ofMillis(1));
        expectOn(6);
        expectOff(5);

        expect("csc2106/blind/ack", "DOWN", 1, false);
        expectNothingElse();
        assertThat(bothOn).hasValue(0);
    }

    @Test
    void stopsAtOnce() {
        send("csc2106/blind/cmd", "DOWN");
        advance(Duration.ofMillis(500));
        expectOn(6);

        send("csc2106/blind/cmd", "STOP");

        expectOff(6);
        expect("csc2106/blind/ack", "DOWN");
        expect("csc2106/blind/ack", "STOP", 1, false);
    }

    @Test
    void stopsByItselfAfterTheLongestRun() {
        send("csc2106/blind/cmd", "UP");
        advance(Duration.ofMillis(500));
        advance(Duration.ofMillis(29_999));
        expectOn(5);
        advance(Duration.ofMillis(1));
        expectOff(5);
    }

    @Test
    void leavesBothAloneOnAnyOtherPayload() {
        send("csc2106/blind/cmd", "up");
        send("csc2106/blind/cmd", "");
        advance(Duration.ofSeconds(1));

        expectOff(5);
        expectOff(6);
        expectNothingElse();
    }

    private final AtomicInteger bothOn = new AtomicInteger();
}
