package dev.piroutes.routes;

import dev.piroutes.test.DeviceTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bridge, where one virtual broker stands for both. */
class BridgeExampleTest extends DeviceTest {

    BridgeExampleTest() {
        super("src/main/resources/examples/bridge.camel.yaml");
        property("bridge.url", "tcp://127.0.0.1:9");
        property("bridge.prefix", "building/room-7/");
    }

    @Test
    void publishesUnderThePrefix() {
        send("csc2106/led/ack", "ON");

        expect("building/room-7/csc2106/led/ack", "ON", 1, false);
    }

    /** What is retained here is there; with an empty payload it is cleared. */
    @ParameterizedTest
    @ValueSource(strings = {"online", ""})
    void keepsStates(String payload) {
        sendRetained("csc2106/devB/status", payload);

        expect("building/room-7/csc2106/devB/status", payload, 1, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"led/cmd", "lamp/set", "lamp/set/brightness", "led/cmd/fast", "led/ack", "led/cmd/rejected"})
    void keepsNoCommandsAndNoAnswers(String topic) {
        sendRetained("csc2106/" + topic, "TOGGLE");

        expect("building/room-7/csc2106/" + topic, "TOGGLE", 1, false);
    }
}
