package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.broker.RetainedCases.Case;
import dev.piroutes.broker.RetainedCases.Scene;
import dev.piroutes.broker.WireClient.Publish;
import dev.piroutes.kit.LogLines;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every case of {@link RetainedCases}, MQTT 3.1.1 and 5: at once, after a restart, and after {@code kill -9}. */
@Timeout(120)
class RetainedIT {
    private static final int RACES = 200;

    @TempDir
    Path data;

    private Broker broker;
    private ActiveMQServer artemis;
    private BrokerProcess process;

    @AfterEach
    void stop() {
        if (broker != null) {
            broker.close();
        }
        if (process != null) {
            process.close();
        }
    }

    @Tag("full")
    @TestFactory
    Stream<DynamicTest> atOnce() {
        broker = start();
        return tests((test, scene) -> {
            test.prepare().accept(scene);
            test.verify().accept(scene);
        });
    }

    @Tag("full")
    @TestFactory
    Stream<DynamicTest> afterARestart() {
        broker = start();
        prepareAll(broker.port());
        broker.close();
        broker = start();
        return tests((test, scene) -> test.verify().accept(scene));
    }

    @TestFactory
    Stream<DynamicTest> afterKill9() throws Exception {
        process = BrokerProcess.start(data);
        prepareAll(process.port());
        process.kill();
        broker = start();
        return tests((test, scene) -> test.verify().accept(scene));
    }

    private void prepareAll(int port) {
        for (int version : List.of(4, 5)) {
            List<Case> cases = RetainedCases.all();
            IntStream.range(0, cases.size())
                    .filter(i -> cases.get(i).versions().contains(version))
                    .forEach(i -> cases.get(i).prepare().accept(scene(port, version, i)));
        }
    }

    private Stream<DynamicTest> tests(BiConsumer<Case, Scene> test) {
        List<Case> cases = RetainedCases.all();
        return IntStream.range(0, cases.size()).boxed().flatMap(i -> cases.get(i).versions().stream()
                .map(version -> DynamicTest.dynamicTest(
                        cases.get(i) + (version == 5 ? " (MQTT 5)" : " (3.1.1)"),
                        () -> test.accept(cases.get(i), scene(broker.port(), version, i)))));
    }

    private static Scene scene(int port, int version, int number) {
        return new Scene(port, version, "mqtt" + version + "-case" + number);
    }

    /**
     * Whoever subscribes while a value changes ends with the new one, whichever way it came. Artemis alone fails this: it
     * empties the topic before it fills it again, and can put the old value behind the new one.
     */
    @Test
    void whoSubscribesDuringAChangeEndsWithTheNewValue() {
        broker = start();
        try (WireClient publisher = WireClient.clean(broker.port(), "publisher")) {
            for (int i = 0; i < RACES; i++) {
                String topic = "race/" + i;
                publisher.retain(topic, "old");
                try (WireClient subscriber = WireClient.clean(broker.port(), "subscriber")) {
                    CompletableFuture<Void> change = CompletableFuture.runAsync(() -> publisher.retain(topic, "new"));
                    subscriber.subscribe(topic, 0);
                    change.join();
                    publisher.publishAcked(topic, 2, "end");
                    assertThat(lastBefore("end", subscriber)).as("race %d", i).isEqualTo("new");
                }
            }
        }
    }

    private static String lastBefore(String end, WireClient subscriber) {
        String last = "nothing";
        for (Publish next = subscriber.receive(); !next.payload().equals(end); next = subscriber.receive()) {
            last = next.payload();
        }
        return last;
    }

    /** What counts no longer is removed from the disk: a status that changes for years does not fill it. */
    @Test
    void whatWasReplacedOrClearedLeavesNothingBehind() throws Exception {
        leavesNothingBehind(100);
    }

    @Tag("full")
    @Test
    void whatWasReplacedOrClearedManyTimesLeavesNothingBehind() throws Exception {
        leavesNothingBehind(500);
    }

    private void leavesNothingBehind(int times) throws Exception {
        broker = start();
        for (int version : List.of(4, 5)) {
            try (WireClient publisher = new WireClient(broker.port(), version)) {
                publisher.connect(new WireClient.Connect("publisher", true));
                for (int i = 0; i < times; i++) {
                    publisher.retain("a", "value " + i);
                    publisher.retain("b/" + i, "value");
                    publisher.retain("b/" + i, "");
                }
            }
        }
        await().atMost(Duration.ofSeconds(20))
                .until(() -> artemis.locateQueue("$sys.piroutes.retained").getMessageCount() == 1);
    }

    /** Artemis would warn of each record that it can no longer remove. */
    @Test
    void aStopWaitsForWhatIsBeingRemoved() throws Exception {
        broker = start();
        try (WireClient publisher = WireClient.clean(broker.port(), "publisher")) {
            for (int i = 0; i < 100; i++) {
                publisher.retain("a/" + i, "value");
            }
        }
        Queue kept = artemis.locateQueue("$sys.piroutes.retained");
        CountDownLatch begun = new CountDownLatch(1);
        artemis.getScheduledPool().execute(() -> {
            begun.countDown();
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
            removeAll(kept);
        });
        begun.await();
        try (LogLines log = new LogLines("org.apache.activemq.artemis")) {
            broker.close();
            assertThat(log.lines()).isEmpty();
        }
        broker = start();
        assertThat(artemis.locateQueue("$sys.piroutes.retained").getMessageCount())
                .isZero();
    }

    private static void removeAll(Queue queue) {
        try {
            queue.deleteAllReferences();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Broker start() {
        return Broker.start(new BrokerSettings("127.0.0.1", 0, null, data), server -> artemis = server);
    }
}
