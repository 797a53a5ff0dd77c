package dev.piroutes.routes;

import dev.piroutes.test.DeviceTest;
import org.junit.jupiter.api.Test;

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

    @Test
    void forwardsStatesToo() {
        sendRetained("csc2106/devB/status", "online");

        expect("building/room-7/csc2106/devB/status", "online", 1, false);
    }
}
