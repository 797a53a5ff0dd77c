package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.FaultProxy;
import dev.piroutes.kit.Mosquitto;
import dev.piroutes.kit.Watcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another broker than ours: one that delivers a message of QoS 2 when it is released, and takes few of them at once. */
@Tag("full")
@Timeout(120)
class MosquittoIT implements Transport.Listener {

    private static final int MESSAGES = 3000;
    private static final int CUT_EVERY = 12;

    @TempDir
    Path folder;

    private final ExecutorService control = Executors.newSingleThreadExecutor();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final Semaphore room = new Semaphore(500);
    private FaultProxy proxy;
    private MqttTransport transport;

    @AfterEach
    void stop() {
        transport.close();
        control.shutdownNow();
    }

    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {false, true})
    void noMessageOfQos2IsLostOrDoubledByCuts(boolean mqtt5) throws Exception {
        try (Mosquitto broker = Mosquitto.start(folder, "max_queued_messages 0");
                FaultProxy faults = new FaultProxy(broker.port());
                Watcher watcher = new Watcher(broker.port(), "t")) {
            proxy = faults;
            transport = new MqttTransport(options(faults.url(), mqtt5), this);
            control.execute(this::connect);
            List<String> numbers =
                    IntStream.range(0, MESSAGES).mapToObj(String::valueOf).toList();
            for (String number : numbers) {
                assertThat(room.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
                await().pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> publish(number));
            }
            await("all are taken").atMost(Duration.ofSeconds(60)).until(() -> acknowledged.get() == MESSAGES);
            await("the last arrives").atMost(Duration.ofSeconds(20)).until(() -> watcher.events("t")
                    .contains(numbers.get(MESSAGES - 1)));
            assertThat(watcher.events("t")).containsExactlyElementsOf(numbers);
        }
    }

    private static DeviceOptions options(String url, boolean mqtt5) {
        return new DeviceOptions(
                "Led",
                List.of(url),
                Credentials.NONE,
                false,
                Duration.ofSeconds(30),
                null,
                null,
                "online",
                "offline",
                Path.of("unused"),
                OutboxLimits.DEFAULT,
                mqtt5 ? new Mqtt5Options(null, false, false) : null);
    }

    private boolean publish(String number) {
        try {
            transport.publish(new Publication("t", number.getBytes(UTF_8), 2, false), number);
            return true;
        } catch (TransportException e) {
            return false;
        }
    }

    private void connect() {
        try {
            transport.connect(null, 1000);
        } catch (TransportException e) {
            control.execute(this::connect);
        }
    }

    @Override
    public void acknowledged(Object context) {
        room.release();
        if (acknowledged.incrementAndGet() % CUT_EVERY == 0) {
            proxy.cut();
        }
    }

    @Override
    public void lost(Throwable cause) {
        control.execute(this::connect);
    }

    @Override
    public void refused(Object context, String why, boolean forGood) {
        throw new AssertionError(why);
    }

    @Override
    public void received(ReceivedMessage message) {}

    @Override
    public void discarded(ReceivedMessage message, String why) {}
}
