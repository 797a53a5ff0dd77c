package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client publishes with QoS 2 arrives once, though the broker is killed before the client has released it. */
@Timeout(60)
class OnceOverACrashIT {
    private static final String TOPIC = "csc2106/once";

    @TempDir
    Path data;

    private BrokerProcess broker;

    private WireClient publisher(boolean clean) {
        WireClient publisher = new WireClient(broker.port());
        publisher.connect("publisher", clean);
        return publisher;
    }

    private void start() throws IOException {
        broker = BrokerProcess.start(data);
    }

    private void crash() throws IOException {
        broker.kill();
        start();
    }

    private void subscribe() throws IOException {
        start();
        try (WireClient subscriber = WireClient.persistent(broker.port(), "subscriber")) {
            subscriber.subscribe(TOPIC, 2);
            subscriber.disconnect();
        }
    }

    private List<String> arrived(int count) {
        try (WireClient subscriber = WireClient.persistent(broker.port(), "subscriber")) {
            return Stream.generate(subscriber::take)
                    .limit(count)
                    .map(WireClient.Publish::payload)
                    .toList();
        } finally {
            broker.close();
        }
    }

    @Test
    void oneThatComesAgainIsTheSame() throws IOException {
        subscribe();
        WireClient before = publisher(false);
        before.publish(false, 2, false, TOPIC, 7, "one");
        before.awaitPubrec(7);
        before.publish(false, 2, true, TOPIC, 8, "retained");
        before.awaitPubrec(8);

        crash();

        before.close();
        try (WireClient again = publisher(false)) {
            again.publish(true, 2, false, TOPIC, 7, "one");
            again.awaitPubrec(7);
            again.publish(true, 2, true, TOPIC, 8, "retained");
            again.awaitPubrec(8);
            for (int id : List.of(7, 8)) {
                again.pubrel(id);
                again.awaitPubcomp(id);
            }
            again.publishAcked(TOPIC, 9, "end");
        }
        assertThat(arrived(3)).containsExactly("one", "retained", "end");
    }

    @Tag("full")
    @Test
    void aReleasedPacketIdStandsForAnotherMessage() throws IOException {
        subscribe();
        WireClient before = publisher(false);
        before.publish(false, 2, false, TOPIC, 7, "one");
        before.awaitPubrec(7);
        before.pubrel(7);
        before.awaitPubcomp(7);

        crash();

        before.close();
        try (WireClient again = publisher(false)) {
            // With DUP: the client sent it, and the broker was not there.
            again.publish(true, 2, false, TOPIC, 7, "two");
            again.awaitPubrec(7);
        }
        assertThat(arrived(2)).containsExactly("one", "two");
    }

    @Tag("full")
    @Test
    void aNewSessionHasNoPacketIds() throws IOException {
        subscribe();
        WireClient before = publisher(false);
        before.publish(false, 2, false, TOPIC, 7, "one");
        before.awaitPubrec(7);

        crash();

        before.close();
        try (WireClient again = publisher(true)) {
            again.publish(false, 2, false, TOPIC, 7, "two");
            again.awaitPubrec(7);
        }
        assertThat(arrived(2)).containsExactly("one", "two");
    }

    @Tag("full")
    @Test
    void packetIdsOfTwoClientsAreTwo() throws IOException {
        subscribe();
        WireClient before = publisher(false);
        before.publish(false, 2, false, TOPIC, 7, "one");
        before.awaitPubrec(7);
        WireClient other = WireClient.persistent(broker.port(), "other");
        other.publish(false, 2, false, TOPIC, 7, "two");
        other.awaitPubrec(7);

        crash();

        before.close();
        other.close();
        try (WireClient again = WireClient.persistent(broker.port(), "other")) {
            again.publish(true, 2, false, TOPIC, 7, "two");
            again.awaitPubrec(7);
            again.publishAcked(TOPIC, 8, "end");
        }
        assertThat(arrived(3)).containsExactly("one", "two", "end");
    }
}
