package dev.piroutes.routes;

import dev.piroutes.test.DeviceTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The rule that joins doorbell and motion. */
class RuleVisitorExampleTest extends DeviceTest {

    RuleVisitorExampleTest() {
        super("src/main/resources/examples/rule-visitor.camel.yaml");
    }

    @Test
    void bothWithinTenSecondsAreAVisitorInEitherOrder() {
        send("csc2106/motion/event", "MOTION");
        advance(Duration.ofSeconds(9));
        send("csc2106/doorbell/event", "RING");
        expect("csc2106/visitor/event", "VISITOR", 1, false);
        expectOn(12);
        advance(Duration.ofSeconds(60));
        expectOff(12);

        send("csc2106/doorbell/event", "RING");
        send("csc2106/motion/event", "MOTION");
        expect("csc2106/visitor/event", "VISITOR");
        expectNothingElse();
    }

    @Test
    void oneAloneOrTooLateIsNone() {
        send("csc2106/doorbell/event", "RING");
        advance(Duration.ofSeconds(11));
        send("csc2106/motion/event", "MOTION");
        send("csc2106/motion/event", "MOTION");
        send("csc2106/doorbell/event", "URGENT");
        send("csc2106/motion/event", "CLEAR");
        advance(Duration.ofSeconds(11));

        expectOff(12);
        expectNothingElse();
    }

    @Test
    void aFloodOfOneIsNone() {
        for (int i = 0; i < 150; i++) {
            send("csc2106/motion/event", "MOTION");
        }

        expectOff(12);
        send("csc2106/doorbell/event", "RING");
        expectOn(12);
        expect("csc2106/visitor/event", "VISITOR");
        expectNothingElse();
    }
}
