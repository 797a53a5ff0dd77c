package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that says DISCONNECT and closes its socket at once has not died. */
@Timeout(60)
class CleanDisconnectIT {
    private static final int TIMES = 1_000;

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
}
