package dev.piroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.test.DeviceTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The doorbell: a press, and a finger that stays. */
class DoorbellExampleTest extends DeviceTest {

    DoorbellExampleTest() {
        super("src/main/resources/examples/doorbell.camel.yaml");
    }

    @Test
    void ringsAtOnce() {
        press(17);
        advance(Duration.ofMillis(20));

        expectOn(27);
        expect("csc2106/doorbell/event", "RING", 1, false);
        release(17);
        advance(Duration.ofMillis(699));
        expectOn(27);
        advance(Duration.ofMillis(1));
        expectOff(27);
        advance(Duration.ofSeconds(10));
        expectNothingElse();
    }

    @Test
    void isUrgentWhenTheFingerStays() {
        hold(17, Duration.ofMillis(2_020));

        expect("csc2106/doorbell/event", "RING");
        expect("csc2106/doorbell/event", "URGENT", 1, false);
        int changes = board().history(27).size();
        expectOn(27);
        advance(Duration.ofSeconds(10));
        expectOff(27);
        assertThat(board().history(27)).as("two flashes more, and off").hasSize(changes + 5);
        expectNothingElse();
    }

    @Test
    void soundsWhenNothingCanBePublished() {
        refusePublishes(4);

        press(17);
        advance(Duration.ofMillis(20));

        expectOn(27);
    }
}
