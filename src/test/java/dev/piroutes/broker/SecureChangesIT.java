package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.broker.access.Role;
import dev.piroutes.kit.LogLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Edited users and permissions hold while the broker runs, for the connections that are open, too. */
@Timeout(60)
class SecureChangesIT {

    /** {@code defaultMaximumInFlightPublishMessages} of broker.xml. */
    private static final int IN_FLIGHT = 100;

    @TempDir
    Path folder;

    @Test
    void closesTheConnectionsOfWhoIsGoneOrMayOtherThingsAndLeavesTheRest() throws Exception {
        try (LogLines log = new LogLines("dev.piroutes.broker");
                SecureBroker broker = SecureBroker.start(folder, "none");
                WireClient a = broker.connected(4, "127.0.1.1", "PicoA");
                WireClient b = broker.connected(4, "127.0.1.2", "PicoB");
                WireClient alice = broker.connected(4, "127.0.1.3", "alice")) {

            SecureBroker.update(
                    broker.folder(),
                    List.of(SecureBroker.client("PicoA", Role.DEVICES, List.of("lab/led/hello"), List.of())));

            assertThat(a.closedByBroker()).isTrue();
            assertThat(b.closedByBroker()).isTrue();
            alice.publishAcked("lab/x", 1, "still here");
            assertThat(log.lines())
                    .contains(
                            "denied 127.0.1.1: user \"PicoA\" has other permissions now: its connection is closed",
                            "denied 127.0.1.2: user \"PicoB\" was changed or removed: its connection is closed");
            try (WireClient again = broker.connected(4, "127.0.1.1", "PicoA")) {
                again.publishAcked("lab/led/hello", 1, "new");
                again.publish(false, 1, false, "lab/led/cmd", 2, "old");
                assertThat(again.closedByBroker()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void withholdsWhatAnOldSubscriptionWouldStillBring(int qos) throws Exception {
        try (LogLines log = new LogLines("dev.piroutes.broker");
                LogLines artemis = new LogLines("org.apache.activemq.artemis.core.protocol.mqtt");
                SecureBroker broker = SecureBroker.start(folder, "none");
                WireClient alice = broker.connected(4, "127.0.1.3", "alice")) {
            try (WireClient b = broker.open("127.0.1.2")) {
                b.send(
                        0x10,
                        Connect.of(4, "PicoB", "PicoB", broker.password("PicoB"))
                                .keepingSession()
                                .body());
                b.nextPacket();
                b.subscribe("lab/x/+", qos);
                b.subscribe("lab/led/cmd", 1);
            }
            SecureBroker.update(
                    broker.folder(),
                    List.of(
                            SecureBroker.PICO_A,
                            SecureBroker.PAGE,
                            SecureBroker.client("PicoB", Role.DEVICES, List.of(), List.of("lab/led/cmd"))));
            await().atMost(Duration.ofSeconds(20)).until(() -> log.contains("users    read again"));
            publish(alice, qos, 1);
            alice.publish(false, 1, false, "lab/led/cmd", 2, "permitted");

            try (WireClient b = broker.open("127.0.1.2")) {
                b.send(
                        0x10,
                        Connect.of(4, "PicoB", "PicoB", broker.password("PicoB"))
                                .keepingSession()
                                .body());
                assertThat(b.nextPacket()).as("the session is there").isEqualTo("200100");
                // More than may wait for their acknowledgement: each must have been acknowledged in its place.
                for (int id = 10; id < 10 + 2 * IN_FLIGHT; id++) {
                    publish(alice, qos, id);
                }
                alice.publish(false, 1, false, "lab/led/cmd", 4, "the second");

                assertThat(List.of(payload(b), payload(b))).containsExactly("permitted", "the second");
            }
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("may not receive \"lab/x/1\""))
                    .hasSize(1);
            assertThat(artemis.lines()).isEmpty();
        }
    }

    private static void publish(WireClient client, int qos, int id) {
        client.publish(false, qos, false, "lab/x/1", id, "kept from it");
        if (qos == 2) {
            client.send(0x62, new byte[] {(byte) (id >> 8), (byte) id});
        }
    }

    private static String payload(WireClient client) {
        WireClient.Publish next = client.receive();
        client.puback(next.id());
        return next.payload();
    }

    @Tag("full")
    @Test
    void keepsWhatItHasWhenAFileIsBroken() throws Exception {
        try (LogLines log = new LogLines("dev.piroutes.broker");
                SecureBroker broker = SecureBroker.start(folder, "none")) {
            Path file = broker.folder().resolve("permissions.acl");

            Files.writeString(file, "user PicoA\ntopic everything\n");

            await().atMost(Duration.ofSeconds(20))
                    .until(() -> log.contains("users    stay as they were: " + file + ", line 2: expected"));
            try (WireClient a = broker.connected(4, "127.0.1.1", "PicoA")) {
                a.publishAcked("lab/led/cmd", 1, "as before");
            }
        }
    }
}
