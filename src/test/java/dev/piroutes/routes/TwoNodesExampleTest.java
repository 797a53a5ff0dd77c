package dev.piroutes.routes;

import dev.piroutes.test.DeviceTest;
import org.junit.jupiter.api.Test;

class TwoNodesExampleTest extends DeviceTest {

    TwoNodesExampleTest() {
        super("src/main/resources/examples/two-nodes.camel.yaml");
    }

    @Test
    void aPressAtOneIsCommandedToTheOther() {
        click(2);
        expect("csc2106/node-b/cmd", "TOGGLE", 1, false);
        expect("csc2106/node-b/state", "ON", 1, true);
        expectOn(15);
        expectOff(4);

        click(14);
        expect("csc2106/node-a/cmd", "TOGGLE", 1, false);
        expect("csc2106/node-a/state", "ON", 1, true);
        expectOn(4);
        expectNothingElse();
    }

    @Test
    void aCommandSwitchesTheLightAndIsAnswered() {
        send("csc2106/node-b/cmd", "TOGGLE");
        expectOn(15);
        expect("csc2106/node-b/state", "ON", 1, true);

        send("csc2106/node-b/cmd", "TOGGLE");
        expectOff(15);
        expect("csc2106/node-b/state", "OFF");
        expectNothingElse();
    }
}
