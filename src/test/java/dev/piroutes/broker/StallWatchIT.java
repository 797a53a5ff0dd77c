package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.LogLines;
import dev.piroutes.kit.NoStalls;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that gets nothing of what waits for it is seen. Here its queue is stopped, which no client can do. */
@Timeout(60)
class StallWatchIT {
    @TempDir
    Path data;

    private ActiveMQServer artemis;

    @Tag("full")
    @Test
    void tellsOfAClientThatGetsNothing() {
        try (Broker broker = Broker.start(new BrokerSettings("127.0.0.1", 0, null, data), server -> artemis = server);
                LogLines log = new LogLines(NoStalls.LOGGER);
                WireClient publisher = WireClient.clean(broker.port(), "publisher");
                WireClient slow = WireClient.clean(broker.port(), "slow");
                WireClient stuck = WireClient.clean(broker.port(), "stuck")) {
            stuck.subscribe("t", 1);
            slow.subscribe("t", 1);
            artemis.locateQueue("stuck.t").pause();
            publisher.publishAcked("t", 1, "1");
            // It has not acknowledged: that is no stall.
            slow.receive();
            publisher.publishAcked("t", 2, "2");

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> broker.figures().orElseThrow().stalled() == 1);

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .startsWith("client id stuck: 2 messages wait and none was sent for 1");
            assertThat(broker.figures().orElseThrow().stalls()).isEqualTo(1);
            artemis.locateQueue("stuck.t").resume();
            assertThat(stuck.take().payload()).isEqualTo("1");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> broker.figures().orElseThrow().stalled() == 0);
            // Every other test fails of such a line.
            assertThatThrownBy(() -> NoStalls.check(log.lines())).isInstanceOf(AssertionError.class);
            NoStalls.expected();
        }
    }
}
