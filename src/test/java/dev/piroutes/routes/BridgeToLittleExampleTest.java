package dev.piroutes.routes;

import dev.piroutes.test.DeviceTest;
import org.junit.jupiter.api.Test;

/** The bridge to a broker that takes QoS 0 only, and retains nothing. */
class BridgeToLittleExampleTest extends DeviceTest {

    BridgeToLittleExampleTest() {
        super("src/main/resources/examples/bridge.camel.yaml");
        property("bridge.url", "tcp://127.0.0.1:9");
        property("bridge.retained", "false");
        property("bridge.qos", "0");
    }

    @Test
    void getsWhatItTakes() {
        sendRetained("csc2106/devB/status", "online");

        expect("rooms/csc2106/devB/status", "online", 0, false);
    }
}
