package dev.piroutes.broker;

import static dev.piroutes.broker.Properties5.MESSAGE_EXPIRY;
import static dev.piroutes.broker.Properties5.SESSION_EXPIRY;
import static dev.piroutes.broker.Properties5.WILL_DELAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.broker.WireClient.Connect;
import dev.piroutes.broker.WireClient.Publish;
import dev.piroutes.broker.WireClient.Will;
import dev.piroutes.kit.FakeClock;
import dev.piroutes.kit.FakeClock.Jump;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The clock of the machine is set while the broker runs, or while it is away: nothing ends early, nothing late. */
@Timeout(120)
@Tag("full")
class ClockJumpIT {
    private static final long HOUR = 3_600;

    @TempDir
    Path folder;

    private FakeClock clock;

    @BeforeEach
    void clock() {
        clock = FakeClock.in(folder);
    }

    private BrokerProcess start() throws IOException {
        return BrokerProcess.start(folder.resolve("data"), clock);
    }

    private void jump(BrokerProcess broker, Jump jump) {
        clock.ahead(jump.to());
        await().atMost(Duration.ofSeconds(20)).until(() -> isNear(broker.clock(), jump.to()));
    }

    private static boolean isNear(Instant shown, Duration ahead) {
        return Duration.between(Instant.now().plus(ahead), shown).abs().compareTo(Duration.ofMinutes(5)) < 0;
    }

    private static Properties5 expires(long seconds) {
        return new Properties5().u32(MESSAGE_EXPIRY, seconds);
    }

    private static WireClient open(BrokerProcess broker, Connect connect) {
        WireClient client = new WireClient(broker.port(), 5);
        client.connect(connect);
        return client;
    }

    private static Connect lasting(String clientId) {
        return new Connect(clientId, false).expiry(2 * HOUR);
    }

    private static Connect withWill(String clientId, long delay) {
        Properties5 properties = new Properties5().u32(WILL_DELAY, delay);
        return lasting(clientId).will(new Will("will/" + clientId, "gone", 1, false, properties));
    }

    /** What is to be there when the clock is set: sessions away, a will that waits, messages that expire, a client. */
    private static void prepare(BrokerProcess broker) {
        try (WireClient old = new WireClient(broker.port(), 4);
                WireClient away = open(broker, lasting("away"))) {
            old.connect(new Connect("old", false));
            old.subscribe("t/#", 1);
            away.subscribe("t/#", 1);
            old.disconnect();
            away.disconnect();
        }
        open(broker, withWill("patient", HOUR)).cut();
        try (WireClient publisher = open(broker, new Connect("publisher", true))) {
            for (int i = 1; i <= 3; i++) {
                publisher.publishAcked("t/" + i, i, "m" + i);
            }
            publisher.publish(false, 1, false, "t/4", 4, "m4", expires(HOUR));
            publisher.awaitPuback(4);
            publisher.publish(false, 1, false, "t/short", 5, "short", expires(1));
            publisher.awaitPuback(5);
            publisher.publish(false, 1, true, "kept", 6, "k", expires(HOUR));
            publisher.awaitPuback(6);
            publisher.disconnect();
        }
    }

    private static List<String> payloads(List<Publish> received) {
        return received.stream().map(Publish::payload).toList();
    }

    /** Everything is as it was, but for what had a second. */
    private static void requireAll(BrokerProcess broker) {
        try (WireClient old = new WireClient(broker.port(), 4);
                WireClient away = new WireClient(broker.port(), 5);
                WireClient fresh = open(broker, new Connect("fresh", true))) {
            assertThat(old.connect(new Connect("old", false)).sessionPresent())
                    .as("session of 24 days")
                    .isTrue();
            assertThat(payloads(receiveAcked(old, 4))).containsExactlyInAnyOrder("m1", "m2", "m3", "m4");
            assertThat(away.connect(lasting("away")).sessionPresent())
                    .as("session of two hours")
                    .isTrue();
            List<Publish> received = receiveAcked(away, 4);
            assertThat(payloads(received)).containsExactlyInAnyOrder("m1", "m2", "m3", "m4");
            assertThat(received)
                    .filteredOn(publish -> publish.payload().equals("m4"))
                    .allSatisfy(publish -> assertThat((Long)
                                    publish.properties().get(MESSAGE_EXPIRY).get(0))
                            .isBetween(HOUR - 100, HOUR));
            fresh.subscribe("kept", 1);
            assertThat(fresh.receive().payload()).isEqualTo("k");
            // Nothing more than that: the short one has expired.
            fresh.publishAcked("t/end", 9, "end");
            assertThat(old.receive().payload()).isEqualTo("end");
            assertThat(away.receive().payload()).isEqualTo("end");
        }
    }

    private static List<Publish> receiveAcked(WireClient client, int count) {
        List<Publish> received = new ArrayList<>();
        while (received.size() < count) {
            Publish publish = client.receive();
            client.puback(publish.id());
            received.add(publish);
        }
        return received;
    }

    @ParameterizedTest
    @EnumSource
    void whileTheBrokerRuns(Jump jump) throws Exception {
        clock.ahead(jump.from());
        try (BrokerProcess broker = start();
                WireClient watcher = open(broker, new Connect("watcher", true).keepAlive(60))) {
            assertThat(isNear(broker.clock(), jump.from())).isTrue();
            watcher.subscribe("will/#", 1);
            prepare(broker);
            WireClient silent = open(broker, withWill("silent", 0).keepAlive(3));

            jump(broker, jump);

            // What is due now is done now, and nothing else before it.
            open(broker, withWill("hasty", 3)).cut();
            assertThat(watcher.receive(2))
                    .extracting(Publish::topic)
                    .containsExactlyInAnyOrder("will/silent", "will/hasty");
            assertThat(silent.awaitDisconnect()).as("keep-alive timeout").isEqualTo(0x8d);
            Connect brief = new Connect("brief", false).properties(new Properties5().u32(SESSION_EXPIRY, 1));
            open(broker, brief).disconnect();
            assertThat(payloads(watcher.arrived())).isEmpty();
            requireAll(broker);
        }
    }

    /** Within one boot of the machine, which is exact: {@code MomentTest} has the others. */
    @ParameterizedTest
    @EnumSource
    void whileTheBrokerIsAway(Jump jump) throws Exception {
        clock.ahead(jump.from());
        try (BrokerProcess broker = start()) {
            prepare(broker);
            open(broker, withWill("hasty", 2)).cut();
            broker.kill();
        }
        clock.ahead(jump.to());
        try (BrokerProcess broker = start();
                WireClient watcher = open(broker, new Connect("watcher", true))) {
            assertThat(isNear(broker.clock(), jump.to())).isTrue();
            watcher.subscribe("will/#", 1);
            // It may have been sent before anybody could subscribe; then the next one is the sentinel.
            open(broker, withWill("last", 3)).cut();
            String first = watcher.receive().topic();
            assertThat(first.equals("will/hasty") ? watcher.receive().topic() : first)
                    .isEqualTo("will/last");
            requireAll(broker);
        }
    }
}
