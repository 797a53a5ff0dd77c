package dev.piroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.test.DeviceTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The lamp that blinks while a device is away. */
class OfflineLampExampleTest extends DeviceTest {

    OfflineLampExampleTest() {
        super("src/main/resources/examples/offline-lamp.camel.yaml");
    }

    private int changesIn(Duration duration) {
        int before = board().history(19).size();
        advance(duration);
        return board().history(19).size() - before;
    }

    @Test
    void blinksWhileTheDeviceIsAway() {
        sendRetained("csc2106/devB/status", "offline");
        assertThat(changesIn(Duration.ofSeconds(10))).isEqualTo(20);

        send("csc2106/devB/status", "online");

        expectOff(19);
        assertThat(changesIn(Duration.ofSeconds(10))).isZero();
    }

    @Test
    void watchesThatDeviceOnly() {
        send("csc2106/devA/status", "offline");
        send("csc2106/devB/status", "tired");

        assertThat(changesIn(Duration.ofSeconds(10))).isZero();
    }
}
