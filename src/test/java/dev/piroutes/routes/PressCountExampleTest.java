package dev.piroutes.routes;

import dev.piroutes.test.DeviceTest;
import org.junit.jupiter.api.Test;

/** A count that is told every ten presses. That it survives is {@code PersistentVariablesTest}'s, and {@code CountOverAKillIT}'s. */
class PressCountExampleTest extends DeviceTest {

    PressCountExampleTest() {
        super("src/main/resources/examples/press-count.camel.yaml");
    }

    private void presses(int count) {
        for (int i = 0; i < count; i++) {
            click(9);
        }
    }

    @Test
    void everyTenthPressIsTold() {
        presses(9);
        expectNothingElse();
        presses(1);
        expect("csc2106/press-count/count", "10", 1, true);
        presses(10);
        expect("csc2106/press-count/count", "20");
        expectNothingElse();
    }

    @Test
    void beginsAnewOnRequest() {
        presses(7);
        send("csc2106/press-count/reset", "");
        expect("csc2106/press-count/count", "0", 1, true);
        presses(10);
        expect("csc2106/press-count/count", "10");
        expectNothingElse();
    }
}
