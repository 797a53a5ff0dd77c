package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * While memory is short messages go by way of the disk. One that is for several filters is written once for each, in any
 * order, and arrives as soon as any other. Artemis alone fails this: it looks into all but one too early.
 */
@Tag("full")
@Timeout(120)
class PagedPressIT {
    private static final int PRESSES = 1_000;
    private static final List<String> FILTERS = List.of("#", "lamp/#", "+/cmd", "lamp/+", "lamp/cmd");

    @TempDir
    Path data;

    @Test
    void noneWaitsForTheNext() {
        try (Broker broker = Broker.start(
                        new BrokerSettings("127.0.0.1", 0, null, data, List.of(), Map.of("broker.memory", "200000")));
                WireClient away = WireClient.persistent(broker.port(), "away");
                WireClient button = WireClient.persistent(broker.port(), "button")) {
            away.subscribe("fill", 1);
            away.disconnect();
            for (int i = 1; i <= 200; i++) {
                button.publishAcked("fill", i, "x".repeat(2_000));
            }
            List<WireClient> lamps = FILTERS.stream()
                    .map(filter -> {
                        WireClient lamp = WireClient.clean(broker.port(), "lamp" + FILTERS.indexOf(filter));
                        lamp.subscribe(filter, 1);
                        return lamp;
                    })
                    .toList();
            for (int i = 1; i <= PRESSES; i++) {
                button.publish(false, 1, false, "lamp/cmd", i, "press " + i);
                for (WireClient lamp : lamps) {
                    assertThat(lamp.receive().payload())
                            .as(FILTERS.get(lamps.indexOf(lamp)))
                            .isEqualTo("press " + i);
                    lamp.puback(lamp.lastId());
                }
                button.awaitPuback(i);
            }
            lamps.forEach(WireClient::close);
        }
    }
}
