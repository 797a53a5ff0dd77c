package dev.piroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.LogLines;
import dev.piroutes.test.DeviceTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the monitor says of devices that it does not hear. */
class MonitorNotSeenTest extends DeviceTest {

    private static final String STATUS = "csc2106/far/status";
    private static final String NOT_SEEN = "csc2106/far/status is online, but its device was not seen for 3m";

    MonitorNotSeenTest() {
        super("src/main/resources/routes/monitor.camel.yaml", "src/main/resources/routes/led.camel.yaml");
    }

    @Test
    void saysOnceThatADeviceWasNotSeenWhoseStatusTheBrokerRemembers() {
        try (LogLines log = new LogLines("dev.piroutes.routes")) {
            sendRetained(STATUS, "online");
            advance(Duration.ofMinutes(2));
            assertThat(log.lines()).containsExactly("csc2106/far/status is online");

            advance(Duration.ofMinutes(20));
            assertThat(log.lines()).containsExactly("csc2106/far/status is online", NOT_SEEN);

            send(STATUS, "online");
            assertThat(log.lines()).hasSize(3).last().isEqualTo("csc2106/far/status is online");
        }
    }

    @Test
    void saysARepeatedStatusOnceAndMissesItWhenItStops() {
        try (LogLines log = new LogLines("dev.piroutes.routes")) {
            for (int minute = 0; minute < 10; minute++) {
                send(STATUS, "online");
                advance(Duration.ofMinutes(1));
            }
            assertThat(log.lines()).containsExactly("csc2106/far/status is online");

            advance(Duration.ofMinutes(3));

            assertThat(log.lines()).containsExactly("csc2106/far/status is online", NOT_SEEN);
        }
    }

    @Test
    void saysNothingOfOneThatHasConnectedAndIsIdle() {
        try (LogLines log = new LogLines("dev.piroutes.routes")) {
            send(STATUS, "online");
            advance(Duration.ofHours(1));
            send(STATUS, "offline");
            advance(Duration.ofHours(1));

            assertThat(log.lines()).containsExactly("csc2106/far/status is online", "csc2106/far/status is offline");
        }
    }

    @Test
    void saysNothingOfADeviceOfItsOwnProgram() {
        try (LogLines log = new LogLines("dev.piroutes.routes")) {
            sendRetained("csc2106/devB/status", "online");
            advance(Duration.ofHours(1));

            assertThat(log.lines()).containsExactly("csc2106/devB/status is online");
        }
    }
}
