package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.broker.WireClient.Publish;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a device did not acknowledge before a cut comes again as the same packet, so that it can tell it from a new one. */
@Timeout(60)
class RedeliveryIT {
    private static final String TOPIC = "csc2106/led/cmd";

    @TempDir
    Path data;

    private Broker broker;
    private WireClient publisher;
    private int published;

    @BeforeEach
    void start() {
        broker = Broker.start(new BrokerSettings("127.0.0.1", 0, null, data));
        publisher = WireClient.clean(broker.port(), "publisher");
    }

    @AfterEach
    void stop() {
        publisher.close();
        broker.close();
    }

    @Test
    void carriesDupAndTheSamePacketIdsInTheSameOrder() {
        // Given
        WireClient device = device();
        publish(5);
        List<Publish> first = device.receive(5);
        device.puback(first.get(0).id());
        device.puback(first.get(1).id());

        // When
        device.cut();
        device = WireClient.persistent(broker.port(), "PicoB");
        publish(2);
        List<Publish> second = device.receive(5);

        // Then
        assertThat(first).allSatisfy(p -> assertThat(p.dup()).isFalse());
        assertThat(second.subList(0, 3)).isEqualTo(again(first.subList(2, 5)));
        assertThat(second.subList(3, 5)).extracting(Publish::payload).containsExactly("6", "7");
        assertThat(second.subList(3, 5)).allSatisfy(p -> {
            assertThat(p.dup()).isFalse();
            assertThat(p.id()).isNotIn(ids(first.subList(2, 5)));
        });
        device.close();
    }

    /**
     * What was under way goes back to its queue only when writes are on disk. Others write all the time, and the client is
     * back at once: nothing that waits behind may come first.
     */
    @Test
    void comesBeforeWhatWaitsWhileOthersWrite() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (WireClient noise = WireClient.clean(broker.port(), "noise")) {
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                for (int id = 1; !over.get(); id = id % 1_000 + 1) {
                    noise.publishAcked("csc2106/led/cmd-of-others", id, "noise");
                }
            });
            try (WireClient others = WireClient.persistent(broker.port(), "others")) {
                others.subscribe("csc2106/led/cmd-of-others", 1);
            }
            Properties5 few =
                    new Properties5().u32(Properties5.SESSION_EXPIRY, 3600).u16(Properties5.RECEIVE_MAXIMUM, 4);
            WireClient.Connect connect = new WireClient.Connect("PicoB", false).properties(few);
            WireClient device = new WireClient(broker.port(), 5);
            device.connect(connect);
            device.subscribe(TOPIC, 1);
            publish(60);
            assertThat(payloads(device.receive(4))).containsExactly("1", "2", "3", "4");
            for (int done = 1; done <= 50; done++) {
                if (done % 2 == 0) {
                    device.cut();
                }
                // Otherwise it takes the connection over.
                WireClient next = new WireClient(broker.port(), 5);
                next.connect(connect);
                List<Publish> again = next.receive(4);
                assertThat(payloads(again))
                        .containsExactlyElementsOf(IntStream.range(done, done + 4)
                                .mapToObj(Integer::toString)
                                .toList());
                next.puback(again.get(0).id());
                assertThat(next.receive().payload()).isEqualTo(Integer.toString(done + 4));
                device.close();
                device = next;
            }
            device.close();
            over.set(true);
            writing.get(10, TimeUnit.SECONDS);
        } finally {
            over.set(true);
        }
    }

    private static List<String> payloads(List<Publish> published) {
        return published.stream().map(Publish::payload).toList();
    }

    @Test
    void holdsOverCutAfterCut() {
        WireClient device = device();
        publish(3);
        List<Publish> first = device.receive(3);
        for (int cut = 1; cut <= 5; cut++) {
            device.cut();
            device = WireClient.persistent(broker.port(), "PicoB");
            assertThat(device.receive(3)).as("after cut %d", cut).isEqualTo(again(first));
        }
        for (Publish publish : first) {
            device.puback(publish.id());
        }
        assertNothingElseArrives(device);
        device.close();
    }

    @Test
    void holdsWhenTheOldConnectionIsTakenOver() {
        try (WireClient old = device()) {
            publish(3);
            List<Publish> first = old.receive(3);

            try (WireClient device = WireClient.persistent(broker.port(), "PicoB")) {
                assertThat(device.receive(3)).isEqualTo(again(first));
            }
        }
    }

    @Test
    void holdsForOverlappingSubscriptions() {
        WireClient device = device();
        device.subscribe("csc2106/#", 1);
        publish(3);
        Set<Publish> first = new HashSet<>(device.receive(6));

        device.cut();
        device = WireClient.persistent(broker.port(), "PicoB");

        assertThat(new HashSet<>(device.receive(6))).isEqualTo(new HashSet<>(again(List.copyOf(first))));
        device.close();
    }

    @Test
    void isNoLongerOwedOnceAcknowledged() {
        // The acknowledgements are on the wire when the connection ends: the broker must count them all the same.
        for (int round = 0; round < 20; round++) {
            WireClient device = device();
            publish(50);
            device.receive(50).forEach(p -> device.puback(p.id()));
            device.close();

            try (WireClient back = WireClient.persistent(broker.port(), "PicoB")) {
                assertNothingElseArrives(back);
                back.disconnect();
            }
        }
    }

    @Tag("full")
    @Test
    void neverUsesAnIdThatIsInFlight() {
        WireClient device = device();
        publish(1);
        Publish open = device.receive();
        device.cut();
        device = WireClient.persistent(broker.port(), "PicoB");
        assertThat(device.receive().id()).isEqualTo(open.id());

        // Once around all 65,535 ids, in batches that fit the window.
        int rounds = 700;
        for (int round = 0; round < rounds; round++) {
            publish(95);
            for (Publish publish : device.receive(95)) {
                assertThat(publish.id()).isNotEqualTo(open.id()).isNotZero();
                device.puback(publish.id());
            }
        }
        device.close();
    }

    @Test
    void isForgottenWithTheSession() {
        WireClient device = device();
        publish(2);
        device.receive(2);
        device.cut();

        WireClient.clean(broker.port(), "PicoB").disconnect();
        try (WireClient fresh = device()) {
            publish(1);
            assertThat(fresh.receive().dup()).isFalse();
        }
    }

    private WireClient device() {
        WireClient device = WireClient.persistent(broker.port(), "PicoB");
        device.subscribe(TOPIC, 1);
        return device;
    }

    /** Publishes the next numbers and waits until they are stored. */
    private void publish(int count) {
        int from = published + 1;
        published += count;
        IntStream.rangeClosed(from, published)
                .forEach(i -> publisher.publish(false, 1, false, TOPIC, id(i), Integer.toString(i)));
        IntStream.rangeClosed(from, published).forEach(i -> publisher.awaitPuback(id(i)));
    }

    private static int id(int number) {
        return (number - 1) % 65_535 + 1;
    }

    private void assertNothingElseArrives(WireClient device) {
        publish(1);
        Publish sentinel = device.receive();
        assertThat(sentinel.payload()).isEqualTo(Integer.toString(published));
        device.puback(sentinel.id());
    }

    private static List<Publish> again(List<Publish> first) {
        return first.stream()
                .map(p -> new Publish(true, p.qos(), p.retain(), p.topic(), p.id(), p.payload()))
                .toList();
    }

    private static List<Integer> ids(List<Publish> publishes) {
        return publishes.stream().map(Publish::id).toList();
    }
}
