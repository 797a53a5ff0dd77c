package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A subscription ends at once, also in the middle of a delivery. Artemis alone fails this: closing a consumer and what it
 * just delivers wait for each other, for thirty seconds.
 */
@Tag("full")
@Timeout(60)
class UnsubscribeIT {
    private static final int ROUNDS = 300;

    @TempDir
    Path data;

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void isAnsweredWhileMessagesAreDelivered(int version) {
        try (Broker broker = Broker.start(new BrokerSettings("127.0.0.1", 0, null, data));
                WireClient publisher = WireClient.clean(broker.port(), "publisher");
                WireClient subscriber = new WireClient(broker.port(), version)) {
            subscriber.connect(new WireClient.Connect("subscriber", true));
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> {
                for (int i = 1; !over.get(); i++) {
                    publisher.publish(false, 0, false, "t", 0, "message " + i);
                    if (i % 20 == 0) {
                        // No faster than the broker handles them: they are to be delivered, not to wait.
                        publisher.publishAcked("t", 1, "message of QoS 1");
                    }
                }
            });
            for (int round = 0; round < ROUNDS; round++) {
                subscriber.subscribe("t", 0);
                assertThat(subscriber.unsubscribe("t")).as("round %d", round).isZero();
            }
            over.set(true);
            publishing.join();
        }
    }
}
