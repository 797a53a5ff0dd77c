package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The primary of a pair is killed under load, again and again: the backup takes over, and gives back when the primary is
 * there again. Nothing that was acknowledged is lost, and retained messages, sessions and what waits for a device that is
 * away are there on either node. {@code -Dpair.rounds=20} for a measurement.
 */
@Tag("full")
class PairIT {
    private static final int ROUNDS = Integer.getInteger("pair.rounds", 2);
    private static final int MQTT_PORT = 23_883;
    private static final int PAIR_PORT = 24_616;

    @TempDir
    Path folder;

    @Test
    void nothingAcknowledgedIsLostWhenTheServingNodeIsKilled() throws Exception {
        List<Long> takeOvers = new ArrayList<>();
        List<Long> giveBacks = new ArrayList<>();
        try (PairNode primary = PairNode.primary(folder, MQTT_PORT, PAIR_PORT).start();
                PairNode backup = PairNode.backup(folder, MQTT_PORT, PAIR_PORT).start()) {
            primary.awaitSaid("the primary serves; the peer has a copy of everything");
            backup.awaitSaid("the backup stands by, and has a copy of everything");
            leaveState(primary);
            try (PairLoad load = new PairLoad(primary, backup)) {
                for (int round = 1; round <= ROUNDS; round++) {
                    awaitProgress(load);

                    long killed = System.nanoTime();
                    primary.kill();
                    takeOvers.add(millisUntilAcknowledged(load, killed));
                    assertState(backup, round);

                    long started = System.nanoTime();
                    primary.start();
                    await().atMost(Duration.ofSeconds(40)).until(primary::serves);
                    giveBacks.add((System.nanoTime() - started) / 1_000_000);
                    assertState(primary, round);
                    awaitProgress(load);
                    backup.awaitSaid("the backup stands by, and has a copy of everything", round + 1);
                    primary.awaitSaid("the primary serves; the peer has a copy of everything");
                }
                load.stopPublishing();
                assertNothingLost(load);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "pair: %d rounds; taking over %s ms; start of the primary to serving again %s ms%n",
                ROUNDS,
                takeOvers,
                giveBacks);
        assertThat(takeOvers).allSatisfy(time -> assertThat(time).isLessThan(10_000));
    }

    /** From the kill to the first acknowledgement after the last one that the killed node sent. */
    private static long millisUntilAcknowledged(PairLoad load, long killed) {
        long before = load.lastAcknowledged();
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> load.lastAcknowledged() > before);
        return (load.lastAcknowledged() - killed) / 1_000_000;
    }

    private static void awaitProgress(PairLoad load) {
        int now = load.acknowledged().size();
        await().atMost(Duration.ofSeconds(20)).until(() -> load.acknowledged().size() > now + 500);
    }

    private static void assertNothingLost(PairLoad load) {
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> load.received().containsAll(load.acknowledged()));
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            Set<String> lost = new HashSet<>(load.acknowledged());
            lost.removeAll(load.received());
            throw new AssertionError(lost.size() + " of " + load.acknowledged().size() + " acknowledged were lost", e);
        }
        assertThat(load.sessionsLost()).as("sessions lost").isZero();
        System.out.println("pair: " + load.acknowledged().size() + " acknowledged, 0 lost");
    }

    /** Retained messages, and a session with commands for a device that is away. */
    private static void leaveState(PairNode node) {
        try (WireClient device = node.connect("sleeper", false)) {
            device.subscribe("sleeper/cmd", 1);
            device.disconnect();
        }
        try (WireClient publisher = node.connect("publisher", true)) {
            retain(publisher, 1, "state/kept", "kept");
            retain(publisher, 2, "state/replaced", "first");
            retain(publisher, 3, "state/replaced", "second");
            retain(publisher, 4, "state/cleared", "gone");
            retain(publisher, 5, "state/cleared", "");
            retain(publisher, 6, "state/round", "0");
            retain(publisher, 7, "state/deep/er", "deep");
            publisher.publishAcked("sleeper/cmd", 8, "ON");
            publisher.publishAcked("sleeper/cmd", 9, "OFF");
        }
    }

    private static void retain(WireClient publisher, int id, String topic, String payload) {
        publisher.publish(false, 1, true, topic, id, payload);
        publisher.awaitPuback(id);
    }

    /** Looks, and leaves the next round's state: one more value retained, and the commands once more. */
    private static void assertState(PairNode node, int round) {
        String before = Integer.toString(round - 1);
        try (WireClient monitor = node.connect("monitor-" + round + node.host().charAt(8), true)) {
            monitor.subscribe("state/#", 1);
            boolean secondLook = node.host().equals("127.0.0.1");
            assertThat(monitor.receive(4))
                    .allMatch(WireClient.Publish::retain)
                    .extracting(publish -> publish.topic() + "=" + publish.payload())
                    .containsExactlyInAnyOrder(
                            "state/kept=kept",
                            "state/replaced=second",
                            "state/round=" + (secondLook ? Integer.toString(round) : before),
                            "state/deep/er=deep");
        }
        try (WireClient device = node.open()) {
            assertThat(device.connect("sleeper", false)).as("session present").isTrue();
            assertThat(device.receive(2))
                    .extracting(WireClient.Publish::payload)
                    .containsExactly("ON", "OFF");
            // Not acknowledged: they wait for it on the next node too.
        }
        try (WireClient publisher = node.connect("publisher", true)) {
            retain(publisher, 1, "state/round", Integer.toString(round));
        }
    }
}
