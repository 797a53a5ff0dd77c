package dev.piroutes.routes;

import dev.piroutes.board.Level;
import dev.piroutes.test.DeviceTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MotionExampleTest extends DeviceTest {

    MotionExampleTest() {
        super("src/main/resources/examples/motion.camel.yaml");
    }

    private void motion(Level level) {
        drive(23, level);
        advance(Duration.ofMillis(20));
    }

    @Test
    void isToldAtTheStartAndWithEachChange() {
        advance(Duration.ofMillis(20));
        expect("csc2106/presence/state", "OFF", 1, true);

        motion(Level.HIGH);
        expect("csc2106/presence/state", "ON", 1, true);
        motion(Level.LOW);
        advance(Duration.ofSeconds(29));
        expectNothingElse();
        advance(Duration.ofSeconds(1));
        expect("csc2106/presence/state", "OFF");
    }

    @Test
    void motionWithinTheHalfMinuteIsTheSamePresence() {
        advance(Duration.ofMillis(20));
        expect("csc2106/presence/state", "OFF");
        motion(Level.HIGH);
        expect("csc2106/presence/state", "ON");
        for (int i = 0; i < 5; i++) {
            motion(Level.LOW);
            advance(Duration.ofSeconds(25));
            motion(Level.HIGH);
        }
        expectNothingElse();
    }
}
