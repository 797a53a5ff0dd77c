package dev.piroutes.routes;

import dev.piroutes.board.Level;
import dev.piroutes.test.DeviceTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The door contact: its state is right after a start, after every move, and on demand. */
class DoorExampleTest extends DeviceTest {

    private static final String STATE = "csc2106/door/state";

    DoorExampleTest() {
        super("src/main/resources/examples/door.camel.yaml");
        drive(13, Level.LOW); // the door was closed while the program was off
    }

    private void tells(Duration after, String state) {
        advance(after.minusMillis(1));
        expectNothingElse();
        advance(Duration.ofMillis(1));
        expect(STATE, state, 1, true);
        expectNothingElse();
    }

    @Test
    void tellsAtTheStartWhatItIs() {
        tells(Duration.ofMillis(20), "OFF");
    }

    @Test
    void tellsAnOpenDoorAfterASecondAndAClosedOneAtOnce() {
        tells(Duration.ofMillis(20), "OFF");

        drive(13, Level.HIGH);
        tells(Duration.ofSeconds(1), "ON");
        drive(13, Level.LOW);
        tells(Duration.ofMillis(20), "OFF");
        drive(13, Level.HIGH);
        advance(Duration.ofMillis(999));
        drive(13, Level.LOW);
        advance(Duration.ofMinutes(1));
        expectNothingElse();
    }

    @Test
    void tellsAgainWhenTheRouteStartsAgainAndTheDoorWasMoved() throws Exception {
        tells(Duration.ofMillis(20), "OFF");
        context.getRouteController().stopRoute("door-state");
        drive(13, Level.HIGH);
        context.getRouteController().startRoute("door-state");

        tells(Duration.ofMillis(20), "ON");
    }

    @Test
    void tellsOnDemand() {
        tells(Duration.ofMillis(20), "OFF");

        send("csc2106/door/get", "");
        expect("csc2106/door/now", "OFF", 1, false);
        drive(13, Level.HIGH);
        send("csc2106/door/get", "");
        expect("csc2106/door/now", "ON", 1, false);
        expectNothingElse();
    }

    @Test
    void isMovedByAFinger() {
        release(13);
        drive(13, Level.LOW);
        advance(Duration.ofSeconds(1));
        expect(STATE, "OFF");
        release(13);
        advance(Duration.ofSeconds(1));
        expect(STATE, "ON"); // at rest nothing closes the contact
        press(13);
        advance(Duration.ofMillis(20));
        expect(STATE, "OFF");
    }
}
