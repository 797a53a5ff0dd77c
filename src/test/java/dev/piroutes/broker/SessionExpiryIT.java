package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.broker.WireClient.Connect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A session ends when it should: not before, not after, and not at a restart of the broker. */
@Timeout(60)
class SessionExpiryIT {
    private static final String TOPIC = "csc2106/led/cmd";
    private static final long THIRTY_DAYS = 2_592_000;
    private static final long NEVER = 0xffff_ffffL;

    @TempDir
    Path data;

    private Broker broker;
    private ActiveMQServer artemis;

    @BeforeEach
    void start() {
        broker = Broker.start(new BrokerSettings("127.0.0.1", 0, null, data), server -> artemis = server);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private static void leave(int port, int version, Connect connect, boolean subscribe) {
        WireClient device = new WireClient(port, version);
        device.connect(connect);
        if (subscribe) {
            device.subscribe(TOPIC, 1);
        }
        device.disconnect();
    }

    private boolean isThere(int version, String clientId) {
        try (WireClient device = new WireClient(broker.port(), version)) {
            return device.connect(new Connect(clientId, false).expiry(NEVER)).sessionPresent();
        }
    }

    private static Connect lasting(long seconds) {
        return new Connect("PicoB", false).expiry(seconds);
    }

    private void restart() {
        broker.close();
        start();
    }

    private boolean hasQueue() {
        return artemis.locateQueue("PicoB.csc2106.led.cmd") != null;
    }

    @Test
    void staysOverARestart() {
        List<Long> lengths = List.of(3600L, THIRTY_DAYS, NEVER);
        for (long seconds : lengths) {
            leave(broker.port(), 5, new Connect("PicoB" + seconds, false).expiry(seconds), true);
        }
        restart();
        assertThat(lengths).allMatch(seconds -> artemis.locateQueue("PicoB" + seconds + ".csc2106.led.cmd") != null);
        assertThat(lengths).allMatch(seconds -> isThere(5, "PicoB" + seconds));
    }

    @Test
    void staysWithoutASubscription() {
        leave(broker.port(), 5, lasting(3600), false);
        restart();
        assertThat(isThere(5, "PicoB")).isTrue();
    }

    @Test
    void endsWithItsConnectionIfItHasNoExpiry() {
        leave(broker.port(), 5, lasting(0), true);
        assertThat(isThere(5, "PicoB")).isFalse();
        await().atMost(Duration.ofSeconds(20)).until(() -> !hasQueue());
    }

    /** A write for each message that it is sent would slow down whoever publishes. */
    @ParameterizedTest
    @CsvSource({"0, false", "3600, true"})
    void costsAWriteOnlyIfItMayOutliveItsConnection(long seconds, boolean durable) {
        try (WireClient device = new WireClient(broker.port(), 5)) {
            device.connect(lasting(seconds));
            device.subscribe(TOPIC, 1);
            assertThat(artemis.locateQueue("PicoB.csc2106.led.cmd").isDurable()).isEqualTo(durable);
        }
    }

    @Test
    void endsInTime() {
        leave(broker.port(), 5, lasting(1), true);
        long left = System.nanoTime();
        await().atMost(Duration.ofSeconds(20)).until(() -> !hasQueue());
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - left)).isGreaterThan(500);
        assertThat(isThere(5, "PicoB")).isFalse();
    }

    @Test
    void endsInTimeEvenIfTheBrokerWasRestartedOrAway() {
        leave(broker.port(), 5, lasting(1), true);
        restart();
        await().atMost(Duration.ofSeconds(20)).until(() -> !hasQueue());
        assertThat(isThere(5, "PicoB")).isFalse();
    }

    @Test
    void canBeChangedByDisconnect() {
        WireClient device = new WireClient(broker.port(), 5);
        device.connect(lasting(3600));
        device.subscribe(TOPIC, 1);
        device.disconnect(0, new Properties5().u32(Properties5.SESSION_EXPIRY, 0));
        await().atMost(Duration.ofSeconds(20)).until(() -> !hasQueue());
        assertThat(isThere(5, "PicoB")).isFalse();
    }

    /** 32 bits of seconds; what is more than the broker's limit is that limit. */
    @Test
    void canBeProlongedByDisconnectToAnyLength() {
        List<Long> lengths = List.of(3600L, 2_147_484L, THIRTY_DAYS, 3_000_000L, 5_000_000L, 2_147_483_648L, NEVER);
        for (long seconds : lengths) {
            WireClient device = new WireClient(broker.port(), 5);
            device.connect(new Connect("PicoB" + seconds, false).expiry(10));
            device.subscribe(TOPIC, 1);
            device.disconnect(0, new Properties5().u32(Properties5.SESSION_EXPIRY, seconds));
        }
        // What is due has been ended since.
        leave(broker.port(), 5, new Connect("brief", false).expiry(1), true);
        await().atMost(Duration.ofSeconds(20)).until(() -> artemis.locateQueue("brief.csc2106.led.cmd") == null);
        assertThat(lengths).allMatch(seconds -> isThere(5, "PicoB" + seconds));
    }

    @Test
    void of311OutlivesTheBrokerIfItIsNotClean() throws Exception {
        broker.close();
        try (BrokerProcess process = BrokerProcess.start(data)) {
            leave(process.port(), 4, new Connect("PicoB", false), true);
            process.kill();
        }
        start();
        assertThat(isThere(4, "PicoB")).isTrue();
    }

    /** The client is connected while the broker dies: its session must not come back to life. */
    @Tag("full")
    @Test
    void ofACleanClientLeavesNothingBehindOverACrash() throws Exception {
        broker.close();
        try (BrokerProcess process = BrokerProcess.start(data)) {
            for (int version : List.of(4, 5)) {
                WireClient device = new WireClient(process.port(), version);
                device.connect(new Connect("PicoB" + version, true));
                device.subscribe(TOPIC, 1);
            }
            process.kill();
        }
        start();
        for (int version : List.of(4, 5)) {
            assertThat(artemis.locateQueue("PicoB" + version + ".csc2106.led.cmd"))
                    .isNull();
            assertThat(isThere(version, "PicoB" + version)).isFalse();
        }
    }
}
