package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a subscription costs does not grow with the sessions that there are, and what they subscribed survives a restart. */
@Timeout(120)
class ManySessionsIT {
    private static final int SESSIONS = 200;
    /** Of {@code SessionStates}: old ones that may be there beside the last of each session. */
    private static final long MOST_OLD = 64 + SESSIONS / 4 + 1;

    @TempDir
    Path data;

    private ActiveMQServer artemis;

    private Broker start() {
        return Broker.start(new BrokerSettings("127.0.0.1", 0, null, data), server -> artemis = server);
    }

    @Test
    void oldStatesGoNowAndThenAndTheLastCount() throws Exception {
        try (Broker broker = start()) {
            for (int i = 0; i < SESSIONS; i++) {
                try (WireClient client = WireClient.persistent(broker.port(), "c" + i)) {
                    for (String topic : List.of("a/", "b/", "c/")) {
                        client.subscribe(topic + i, 1);
                    }
                    client.disconnect();
                }
            }
            assertThat(artemis.locateQueue(MQTTUtil.MQTT_SESSION_STORE).getMessageCount())
                    .as("states of %d sessions: with none that is old, all are looked through each time", SESSIONS)
                    .isGreaterThan(SESSIONS)
                    .isLessThanOrEqualTo(SESSIONS + MOST_OLD);
        }
        try (Broker broker = start();
                WireClient publisher = WireClient.clean(broker.port(), "publisher")) {
            for (int i = 0; i < SESSIONS; i += 20) {
                for (String topic : List.of("a/", "b/", "c/")) {
                    publisher.publishAcked(topic + i, 1 + i, "there");
                }
                try (WireClient client = WireClient.persistent(broker.port(), "c" + i)) {
                    assertThat(IntStream.range(0, 3).mapToObj(n -> client.take().topic()))
                            .containsExactlyInAnyOrder("a/" + i, "b/" + i, "c/" + i);
                }
            }
        }
    }
}
