package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.LogLines;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that says DISCONNECT and closes its socket at once has not died. */
@Tag("full")
@Timeout(180)
class CleanDisconnectIT {
    private static final int TIMES = 1_000;
    private static final int ROUNDS = 100;

    @TempDir
    Path data;

    @Test
    void neverFiresTheWill() {
        try (Broker broker = Broker.start(new BrokerSettings("127.0.0.1", 0, null, data));
                WireClient monitor = WireClient.clean(broker.port(), "monitor")) {
            monitor.subscribe("status", 0);
            for (int i = 1; i <= TIMES; i++) {
                WireClient device = new WireClient(broker.port());
                device.connect("PicoB", false, "status");
                device.publish(false, 0, false, "status", 0, "bye");
                device.disconnect();
                assertThat(monitor.receive().payload()).as("round %d", i).isEqualTo("bye");
            }
            WireClient device = new WireClient(broker.port());
            device.connect("PicoB", false, "status");
            device.cut();
            // The one will that must come, and shows that none came before.
            assertThat(monitor.receive().payload()).isEqualTo("offline");
        }
    }

    /** As mqtt.js does when it is ended by its last message. */
    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void isNotDisturbedByWhatComesBehindIt(int version) {
        try (Broker broker = Broker.start(new BrokerSettings("127.0.0.1", 0, null, data));
                LogLines log = new LogLines("org.apache.activemq.artemis.core.protocol.mqtt");
                WireClient publisher = WireClient.clean(broker.port(), "publisher")) {
            for (int round = 1; round <= ROUNDS; round++) {
                WireClient device = new WireClient(broker.port(), version);
                device.connect(new WireClient.Connect("PicoB" + round, false));
                device.subscribe("cmd", 2);
                publisher.publish(false, 2, false, "cmd", 1, "ON");
                device.receive();
                device.pubrec(device.lastId());
                device.awaitPubrel(device.lastId());
                device.sendRaw(
                        new byte[] {(byte) 0xe0, 0, 0x70, 2, (byte) (device.lastId() >> 8), (byte) device.lastId()});
                assertThat(device.closedByBroker()).isTrue();
                publisher.awaitPubrec(1);
                publisher.pubrel(1);
                publisher.awaitPubcomp(1);
            }
            assertThat(log.lines()).isEmpty();
        }
    }
}
