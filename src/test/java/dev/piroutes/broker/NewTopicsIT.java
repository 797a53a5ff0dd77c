package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.LogLines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Topics that begin while others publish there, subscribe or leave: nobody misses anything, and nothing stays behind. */
@Timeout(120)
class NewTopicsIT {
    private static final int PUBLISHERS = 6;
    private static final int TOPICS = 400;
    private static final int SUBSCRIBERS = 40;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Broker broker;
    private LogLines artemis;

    @BeforeEach
    void start(@TempDir Path data) {
        broker = Broker.start(new BrokerSettings("127.0.0.1", 0, Path.of("broker-etc"), data));
        artemis = new LogLines("org.apache.activemq");
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        artemis.close();
        broker.close();
    }

    @Test
    void noFirstMessageMissesASubscription() throws Exception {
        List<WireClient> subscribers = new ArrayList<>();
        for (String filter : List.of("#", "new/#", "new/+", "+/#")) {
            WireClient subscriber = WireClient.clean(broker.port(), "of " + filter);
            subscriber.subscribe(filter, 0);
            subscribers.add(subscriber);
        }
        CyclicBarrier together = new CyclicBarrier(PUBLISHERS);
        List<Future<?>> publishing = IntStream.range(0, PUBLISHERS)
                .mapToObj(i -> WireClient.clean(broker.port(), "publisher" + i))
                .<Future<?>>map(publisher -> threads.submit(() -> {
                    for (int topic = 0; topic < TOPICS; topic++) {
                        together.await();
                        publisher.publish(false, 0, false, "new/" + topic, 0, "x");
                    }
                    return publisher;
                }))
                .toList();
        for (Future<?> each : publishing) {
            each.get();
        }
        for (WireClient subscriber : subscribers) {
            assertThat(subscriber.receive(PUBLISHERS * TOPICS)).hasSize(PUBLISHERS * TOPICS);
            subscriber.disconnect();
        }
        assertThat(artemis.lines()).isEmpty();
    }

    /** And those that leave meanwhile are gone from every topic. */
    @Test
    void aSubscriptionThatComesMeanwhileHasAllTopicsFromThenOn() throws Exception {
        WireClient publisher = WireClient.clean(broker.port(), "publisher");
        WireClient other = WireClient.clean(broker.port(), "other");
        WireClient before = WireClient.clean(broker.port(), "before");
        before.subscribe("#", 0);
        List<WireClient> subscribers = new ArrayList<>();
        Future<?> coming = threads.submit(() -> {
            for (int i = 0; i < SUBSCRIBERS; i++) {
                WireClient subscriber = WireClient.clean(broker.port(), "subscriber" + i);
                subscriber.subscribe(i % 2 == 0 ? "new/+" : "new/#", 0);
                if (i % 4 == 3) {
                    subscriber.disconnect();
                } else {
                    subscribers.add(subscriber);
                }
            }
            return null;
        });
        for (int topic = 0; topic < TOPICS; topic++) {
            publisher.publish(false, 0, false, "new/" + topic, 0, "first");
            other.publish(false, 0, false, "new/" + topic, 0, "first");
        }
        coming.get();
        assertThat(before.receive(2 * TOPICS)).hasSize(2 * TOPICS);

        for (int topic = 0; topic < TOPICS; topic++) {
            publisher.publish(false, 0, false, "new/" + topic, 0, "then");
        }
        for (WireClient subscriber : subscribers) {
            int then = 0;
            while (then < TOPICS) {
                then += subscriber.receive().payload().equals("then") ? 1 : 0;
            }
        }
        assertThat(artemis.lines()).isEmpty();
    }
}
