package dev.piroutes.routes;

import dev.piroutes.board.Level;
import dev.piroutes.test.DeviceTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The light that goes off by itself. */
class MotionLightExampleTest extends DeviceTest {

    MotionLightExampleTest() {
        super("src/main/resources/examples/motion-light.camel.yaml");
    }

    private void motion(Level level) {
        drive(23, level);
        advance(Duration.ofMillis(20));
    }

    @Test
    void staysOnWhileSomebodyMovesAndTwoMinutesMore() {
        motion(Level.HIGH);
        expect("csc2106/motion/event", "MOTION", 1, false);
        advance(Duration.ofMinutes(10));
        expectOn(24);

        motion(Level.LOW);
        expect("csc2106/motion/event", "CLEAR", 1, false);
        advance(Duration.ofSeconds(119));
        expectOn(24);
        advance(Duration.ofSeconds(1));

        expectOff(24);
        expectNothingElse();
    }

    @Test
    void motionMeanwhileStartsTheTimeAnew() {
        motion(Level.HIGH);
        motion(Level.LOW);
        advance(Duration.ofSeconds(100));
        motion(Level.HIGH);
        advance(Duration.ofSeconds(100));
        expectOn(24);
        motion(Level.LOW);
        advance(Duration.ofSeconds(119));
        expectOn(24);
        advance(Duration.ofSeconds(1));
        expectOff(24);
    }
}
