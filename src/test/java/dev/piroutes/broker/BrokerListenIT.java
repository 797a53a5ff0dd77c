package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.broker.mqtt.PublishListener;
import dev.piroutes.kit.TestLab;
import dev.piroutes.kit.Watcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a listener is told of, though nobody subscribes to it. */
@Timeout(60)
class BrokerListenIT {
    @TempDir
    Path folder;

    private final List<String> live = new CopyOnWriteArrayList<>();

    private static PublishListener into(List<String> list) {
        return (topic, beginning, size, qos, retained) ->
                list.add(topic + " " + size + " " + beginning.length + " " + qos + (retained ? " retained" : ""));
    }

    @Test
    void isToldOfWhatIsPublishedAtAndBelowTheTopicAsItWasPublished() throws Exception {
        try (Broker broker = TestLab.broker(folder);
                Watcher other = new Watcher(broker.port(), "elsewhere/#")) {
            other.publish("csc2106/devB/status", "online".getBytes(), 1, true);
            other.publish("csc2106x/devB/status", "online".getBytes(), 1, true);
            broker.listen("csc2106", into(live));
            assertThat(live).containsExactly("csc2106/devB/status 6 6 1 retained");
            live.clear();

            other.publish("csc2106/a.b//c", new byte[] {1}, 0, false);
            other.publish("csc2106", new byte[] {1, 2}, 2, false);
            other.publish("csc2106x", new byte[] {1}, 1, false);
            other.publish("csc2106/devB/status", new byte[0], 1, true);
            other.publish("csc2106/large", new byte[200_000], 1, true);
            other.publish("csc2106/end", new byte[3], 1, false);

            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(live)
                    .containsExactly(
                            "csc2106/a.b//c 1 1 0",
                            "csc2106 2 2 2",
                            "csc2106/devB/status 0 0 1 retained",
                            "csc2106/large 200000 2048 1 retained",
                            "csc2106/end 3 3 1"));

            live.clear();
            broker.listen("csc2106", into(live));
            assertThat(live).containsExactly("csc2106/large 200000 2048 1 retained");
        }
    }

    /** Each value is told once, as retained or as it comes, and none behind a newer one. */
    @Test
    void whoBeginsToListenInAFloodOfRetainedValuesMissesNoneAndGetsThemInOrder() throws Exception {
        try (Broker broker = TestLab.broker(folder);
                Watcher other = new Watcher(broker.port(), "elsewhere/#")) {
            other.publish("csc2106/x", "0".getBytes(), 1, true);
            CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
                for (int i = 1; i <= 300; i++) {
                    publish(other, i);
                }
            });
            do {
                List<Integer> told = new CopyOnWriteArrayList<>();
                broker.listen(
                        "csc2106",
                        (topic, payload, size, qos, retained) -> told.add(Integer.valueOf(new String(payload))));
                await().atMost(Duration.ofSeconds(20)).until(() -> flood.isDone() || told.size() > 20);
                List<Integer> seen = List.copyOf(told);
                int first = seen.get(0);
                assertThat(seen)
                        .isEqualTo(IntStream.range(first, first + seen.size())
                                .boxed()
                                .toList());
            } while (!flood.isDone());
            flood.join();
        }
    }

    private static void publish(Watcher other, int value) {
        try {
            other.publish("csc2106/x", String.valueOf(value).getBytes(), 1, true);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void isToldOfAWill() throws Exception {
        try (Broker broker = TestLab.broker(folder)) {
            broker.listen("csc2106", into(live));
            MqttConnectOptions options = new MqttConnectOptions();
            options.setWill("csc2106/devB/status", "offline".getBytes(), 1, true);
            try (MqttClient device =
                    new MqttClient("tcp://127.0.0.1:" + broker.port(), "device", new MemoryPersistence())) {
                device.connect(options);
                device.disconnectForcibly(0, 100, false);
            }
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(live).containsExactly("csc2106/devB/status 7 7 1 retained"));
        }
    }

    @Test
    void aListenerThatFailsKeepsNoMessageFromItsSubscriber() throws Exception {
        try (Broker broker = TestLab.broker(folder);
                Watcher watcher = new Watcher(broker.port(), "csc2106/#")) {
            broker.listen("csc2106", (topic, beginning, size, qos, retained) -> {
                throw new IllegalStateException("a test");
            });
            watcher.publish("csc2106/x", "1");
            watcher.awaitSeen("csc2106/x", "1");
        }
    }
}
