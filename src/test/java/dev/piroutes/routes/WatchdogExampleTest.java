package dev.piroutes.routes;

import dev.piroutes.test.DeviceTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The watchdog that corrects the status of a device which is not heard of any more. */
class WatchdogExampleTest extends DeviceTest {

    private static final String STATUS = "csc2106/far/status";

    WatchdogExampleTest() {
        super("src/main/resources/examples/watchdog.camel.yaml");
    }

    @Test
    void correctsAStatusThatOnlyTheBrokerRemembers() {
        sendRetained(STATUS, "online");

        advance(Duration.ofMinutes(4));
        expectNothingElse();
        advance(Duration.ofMinutes(2));

        expect(STATUS, "offline", 1, true);
        advance(Duration.ofMinutes(20));
        expectNothingElse();
    }

    @Test
    void correctsAStatusThatIsNoLongerRepeated() {
        for (int minute = 0; minute < 20; minute++) {
            send(STATUS, "online");
            advance(Duration.ofMinutes(1));
        }
        expectNothingElse();

        advance(Duration.ofMinutes(5));

        expect(STATUS, "offline", 1, true);
    }

    @Test
    void leavesADeviceAloneThatHasConnectedAndSaysNothingMore() {
        send(STATUS, "online");

        advance(Duration.ofHours(2));

        expectNothingElse();
    }

    @Test
    void leavesADeviceAloneThatShowsUpAfterAll() {
        sendRetained(STATUS, "online");
        advance(Duration.ofMinutes(4));
        send(STATUS, "online");

        advance(Duration.ofHours(2));

        expectNothingElse();
    }

    @Test
    void leavesWhatIsOfflineOrGone() {
        sendRetained(STATUS, "offline");
        sendRetained("csc2106/cleared/status", "");

        advance(Duration.ofMinutes(10));

        expectNothingElse();
    }
}
