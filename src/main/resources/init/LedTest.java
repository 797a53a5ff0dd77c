import dev.piroutes.test.DeviceTest;
import org.junit.jupiter.api.Test;

/** The LED handles TOGGLE and nothing else. */
class LedTest extends DeviceTest {

    LedTest() {
        super("routes/led.camel.yaml");
    }

    @Test
    void answersToggleWithTheNewState() {
        expectOff(20);

        send("csc2106/led/cmd", "TOGGLE");

        expectOn(20);
        expect("csc2106/led/ack", "ON");

        send("csc2106/led/cmd", "TOGGLE");

        expectOff(20);
        expect("csc2106/led/ack", "OFF");
        expectNothingElse();
    }

    @Test
    void leavesTheLedAloneOnAnyOtherPayload() {
        send("csc2106/led/cmd", "toggle");

        expectOff(20);
        expectNothingElse();
    }
}
