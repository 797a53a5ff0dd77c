package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Retained messages, persistent sessions and queued commands outlive the broker. */
class StateSurvivesIT {
    @TempDir
    Path data;

    @Test
    void survivesARestart() {
        try (Broker broker = start()) {
            leaveStateBehind(broker.port());
        }

        try (Broker broker = start()) {
            assertStateIsThere(broker.port());
        }
    }

    @Test
    void survivesKill9() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(data)) {
            leaveStateBehind(broker.port());
            broker.kill();
        }

        try (BrokerProcess broker = BrokerProcess.start(data)) {
            assertStateIsThere(broker.port());
        }
    }

    /** The limit of "once": packet ids are not in the journal, so what was sent and not acknowledged comes as if new. */
    @Test
    void deliversWhatWasNotAcknowledgedOnceMoreAfterARestart() {
        try (Broker broker = start();
                WireClient device = WireClient.persistent(broker.port(), "PicoB");
                WireClient publisher = WireClient.clean(broker.port(), "publisher")) {
            device.subscribe("csc2106/led/cmd", 1);
            publisher.publishAcked("csc2106/led/cmd", 1, "first");
            publisher.publishAcked("csc2106/led/cmd", 2, "second");
            assertThat(device.receive(2)).hasSize(2);
        }

        try (Broker broker = start();
                WireClient device = WireClient.persistent(broker.port(), "PicoB")) {
            assertThat(device.receive(2))
                    .extracting(WireClient.Publish::payload, WireClient.Publish::dup)
                    .containsExactly(tuple("first", false), tuple("second", false));
        }
    }

    private Broker start() {
        return Broker.start(new BrokerSettings("127.0.0.1", 0, null, data));
    }

    private static void leaveStateBehind(int port) {
        try (WireClient device = WireClient.persistent(port, "PicoB")) {
            device.subscribe("csc2106/led/cmd", 1);
            device.disconnect();
        }
        try (WireClient publisher = WireClient.clean(port, "publisher")) {
            publisher.publish(false, 1, true, "csc2106/devB/status", 1, "offline");
            publisher.awaitPuback(1);
            publisher.publishAcked("csc2106/led/cmd", 2, "first");
            publisher.publishAcked("csc2106/led/cmd", 3, "second");
        }
    }

    private static void assertStateIsThere(int port) {
        try (WireClient device = new WireClient(port)) {
            assertThat(device.connect("PicoB", false)).as("session present").isTrue();
            assertThat(device.receive(2))
                    .extracting(WireClient.Publish::payload)
                    .containsExactly("first", "second");
        }
        try (WireClient monitor = WireClient.clean(port, "monitor")) {
            monitor.subscribe("csc2106/#", 1);
            assertThat(monitor.receive())
                    .isEqualTo(new WireClient.Publish(false, 1, true, "csc2106/devB/status", 1, "offline"));
        }
    }
}
