package dev.piroutes.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.broker.Broker;
import dev.piroutes.kit.FaultProxy;
import dev.piroutes.kit.TestLab;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mqtt.url} names several brokers: a device takes the first that answers, and the next when that one goes. */
class SeveralBrokersIT {

    @TempDir
    Path folder;

    @Test
    void whatTheFirstCannotTakeTheSecondGets() throws Exception {
        try (Broker broker = TestLab.broker(folder);
                FaultProxy first = new FaultProxy(broker.port());
                FaultProxy second = new FaultProxy(broker.port());
                Numbered devices = new Numbered(first.url() + "," + second.url(), folder)) {
            devices.lab().awaitConnected("presser", "receiver");
            devices.press(3);
            devices.awaitAll(Duration.ofSeconds(20));
            assertThat(second.packets()).isEmpty();

            first.accept(false);
            devices.press(3);
            assertThat(devices.awaitAll(Duration.ofSeconds(30))).containsExactlyElementsOf(devices.pressed());
            await().atMost(Duration.ofSeconds(20)).until(() -> !second.packets().isEmpty());
        }
    }
}
