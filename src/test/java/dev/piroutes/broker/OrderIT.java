package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What one publisher sends to one topic arrives in the order sent, with many messages under way. With Artemis's own
 * handler in place of {@code MqttHandler}, every test here fails.
 */
@Timeout(60)
class OrderIT {
    private static final int COUNT = 20_000;
    private static final int BACKLOG = 10_000;
    private static final int SOME = 2_000;
    private static final int ROUNDS = 40;
    private static final String TOPIC = "csc2106/led/cmd";

    @TempDir
    Path data;

    private Broker broker;

    @BeforeEach
    void start() {
        broker = Broker.start(new BrokerSettings("127.0.0.1", 0, null, data));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void holdsInABurst() throws Exception {
        try (WireClient device = device();
                WireClient publisher = WireClient.clean(broker.port(), "publisher")) {
            CompletableFuture<Void> sending = publish(publisher, COUNT);
            List<Integer> received = receive(device, COUNT);
            sending.get(30, TimeUnit.SECONDS);

            assertThat(firstOutOfOrder(received)).as("first out of order").isEqualTo(-1);
        }
    }

    @Test
    void holdsForThreeDevicesAtOnce() throws Exception {
        try (WireClient device = device();
                WireClient monitor = WireClient.clean(broker.port(), "monitor");
                WireClient publisher = WireClient.clean(broker.port(), "publisher");
                WireClient noise = WireClient.clean(broker.port(), "noise")) {
            monitor.subscribe("#", 1);
            CompletableFuture<Void> sending = publish(publisher, COUNT / 2);
            CompletableFuture<Void> elsewhere = CompletableFuture.runAsync(() -> {
                for (int i = 1; i <= COUNT / 10; i++) {
                    noise.publish(false, 0, true, "noise/" + i % 50, 0, "n" + i);
                }
            });
            CompletableFuture<List<Integer>> watched = CompletableFuture.supplyAsync(() -> receive(monitor, COUNT / 2));
            List<Integer> received = receive(device, COUNT / 2);

            assertThat(firstOutOfOrder(received)).as("device").isEqualTo(-1);
            assertThat(firstOutOfOrder(watched.get(30, TimeUnit.SECONDS)))
                    .as("monitor")
                    .isEqualTo(-1);
            sending.get(30, TimeUnit.SECONDS);
            elsewhere.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void holdsForWhatWasQueuedWhileAway() throws Exception {
        device().disconnect();
        try (WireClient publisher = WireClient.clean(broker.port(), "publisher")) {
            publish(publisher, BACKLOG).get(30, TimeUnit.SECONDS);
        }

        try (WireClient device = WireClient.persistent(broker.port(), "PicoB")) {
            assertThat(firstOutOfOrder(receive(device, BACKLOG)))
                    .as("first out of order")
                    .isEqualTo(-1);
        }
    }

    /** Messages begin to go to disk while others are on their way into the queue, again and again. */
    @Tag("full")
    @Test
    void holdsWhenMemoryIsShort() throws Exception {
        restartWithLittleMemory();
        try (WireClient device = device();
                WireClient slow = WireClient.clean(broker.port(), "slow");
                WireClient publisher = WireClient.clean(broker.port(), "publisher")) {
            slow.subscribe("#", 1);
            for (int round = 0; round < ROUNDS; round++) {
                CompletableFuture<Void> sending = publish(publisher, SOME);
                assertThat(firstOutOfOrder(receive(device, SOME)))
                        .as("first out of order in round %d", round)
                        .isEqualTo(-1);
                sending.get(30, TimeUnit.SECONDS);
                assertThat(firstOutOfOrder(receive(slow, SOME)))
                        .as("first out of order for the slow one, in round %d", round)
                        .isEqualTo(-1);
            }
        }
    }

    @Test
    void holdsForWhatWasOnDiskAtARestart() throws Exception {
        restartWithLittleMemory();
        device().disconnect();
        try (WireClient publisher = WireClient.clean(broker.port(), "publisher")) {
            publish(publisher, 1, BACKLOG / 2).get(30, TimeUnit.SECONDS);
        }
        restartWithLittleMemory();
        try (WireClient publisher = WireClient.clean(broker.port(), "publisher")) {
            publish(publisher, BACKLOG / 2 + 1, BACKLOG).get(30, TimeUnit.SECONDS);
        }

        try (WireClient device = WireClient.persistent(broker.port(), "PicoB")) {
            assertThat(firstOutOfOrder(receive(device, BACKLOG)))
                    .as("first out of order")
                    .isEqualTo(-1);
        }
    }

    private void restartWithLittleMemory() {
        broker.close();
        broker = Broker.start(
                new BrokerSettings("127.0.0.1", 0, null, data, List.of(), Map.of("broker.memory", "262144")));
    }

    private WireClient device() {
        WireClient device = WireClient.persistent(broker.port(), "PicoB");
        device.subscribe(TOPIC, 1);
        return device;
    }

    /** Sends numbers from 1 as fast as it can; complete when all are acknowledged. */
    private static CompletableFuture<Void> publish(WireClient publisher, int count) {
        return publish(publisher, 1, count);
    }

    private static CompletableFuture<Void> publish(WireClient publisher, int first, int last) {
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
            for (int i = first; i <= last; i++) {
                publisher.publish(false, 1, false, TOPIC, i, Integer.toString(i));
            }
        });
        CompletableFuture<Void> acked = CompletableFuture.runAsync(() -> {
            for (int i = first; i <= last; i++) {
                publisher.awaitPuback(i);
            }
        });
        return CompletableFuture.allOf(sent, acked);
    }

    /** Acknowledges each as it comes; leaves out what is not on the topic. */
    private static List<Integer> receive(WireClient subscriber, int count) {
        return IntStream.generate(() -> {
                    WireClient.Publish publish = subscriber.receive();
                    while (!publish.topic().equals(TOPIC)) {
                        publish = subscriber.receive();
                    }
                    subscriber.puback(publish.id());
                    return Integer.parseInt(publish.payload());
                })
                .limit(count)
                .boxed()
                .toList();
    }

    private static int firstOutOfOrder(List<Integer> numbers) {
        return IntStream.range(0, numbers.size())
                .filter(i -> numbers.get(i) != i + 1)
                .findFirst()
                .orElse(-1);
    }
}
