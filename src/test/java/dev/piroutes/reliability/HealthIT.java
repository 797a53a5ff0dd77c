package dev.piroutes.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.broker.Broker;
import dev.piroutes.kit.FaultProxy;
import dev.piroutes.kit.TestLab;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Camel's health is DOWN while a device is cut off, says why, and is UP again after it. */
class HealthIT {

    @TempDir
    Path folder;

    @Test
    void isDownWithinTwoSecondsOfACutAndUpAfterIt() throws Exception {
        try (Broker broker = TestLab.broker(folder);
                FaultProxy proxy = new FaultProxy(broker.port());
                TestLab lab = new TestLab(proxy.url(), folder).start("led")) {
            await().atMost(Duration.ofSeconds(20)).until(() -> state(lab) == HealthCheck.State.UP);

            proxy.accept(false);
            await().atMost(Duration.ofSeconds(2)).until(() -> state(lab) == HealthCheck.State.DOWN);
            assertThat(device(lab).getMessage().orElseThrow()).containsAnyOf("connection lost", "no broker at");

            proxy.accept(true);
            await().atMost(Duration.ofSeconds(20)).until(() -> state(lab) == HealthCheck.State.UP);
        }
    }

    private static HealthCheck.State state(TestLab lab) {
        return device(lab).getState();
    }

    private static HealthCheck.Result device(TestLab lab) {
        return HealthCheckHelper.getHealthCheck(lab.main().getCamelContext(), "mqtt-device-PicoB")
                .call();
    }
}
