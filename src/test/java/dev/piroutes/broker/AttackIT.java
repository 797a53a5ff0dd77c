package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.LogLines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** Whatever comes from other addresses, a device and its button stay connected, and a press arrives. */
@Timeout(60)
@Tag("full")
class AttackIT {
    private static final Duration ATTACK = Duration.ofSeconds(4);
    /** Of a person at a button, on a machine that attacker and broker share. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @TempDir
    Path data;

    private Broker broker;
    private LogLines log;

    @BeforeEach
    void start() {
        broker = Broker.start(new BrokerSettings("127.0.0.1", 0, null, data));
        log = new LogLines(Logger.ROOT_LOGGER_NAME);
    }

    @AfterEach
    void stop() {
        log.close();
        broker.close();
    }

    private void pressWhile(Attack attack, long atLeast) {
        press(broker.port(), attack);
        assertThat(attack.connectionsMade()).isGreaterThan(atLeast);
        assertThat(log.lines()).hasSizeLessThan(20).allMatch(line -> line.startsWith("127.0.0."));
    }

    private static void press(int port, Attack attack) {
        try (WireClient lamp = WireClient.persistent(port, "lamp");
                WireClient button = WireClient.persistent(port, "button")) {
            lamp.subscribe("lamp", 1);
            long end = System.nanoTime() + ATTACK.toNanos();
            for (int id = 1; System.nanoTime() < end; id++) {
                long pressed = System.nanoTime();
                button.publishAcked("lamp", id, "press " + id);
                assertThat(lamp.receive().payload()).isEqualTo("press " + id);
                lamp.puback(lamp.lastId());
                assertThat(Duration.ofNanos(System.nanoTime() - pressed)).isLessThan(PATIENCE);
            }
        } finally {
            attack.close();
        }
    }

    @Test
    void aThousandConnectionsASecond() {
        pressWhile(new Attack(broker.port()).connections(1_000), 1_000);
        assertThat(log.lines())
                .contains(
                        "127.0.0.2: more than 200 new connections a second (connections-per-second in broker.xml); refused");
    }

    @Test
    void aFloodOfPublishesDoesNotTakeTheHeap() throws IOException {
        try (BrokerProcess small = BrokerProcess.start(data.resolve("small"), "-Xmx64m")) {
            press(small.port(), new Attack(small.port()).flood(200_000).flood(100));
            press(small.port(), new Attack(small.port()).flood(100).flood(100));
        }
    }

    @Test
    void slowLorisAndMalformedPackets() {
        pressWhile(new Attack(broker.port()).slowLoris().malformed(200), 400);
    }

    @Test
    void claimsOf256Megabytes() {
        pressWhile(new Attack(broker.port()).claims(100), 100);
        assertThat(log.contains(
                        "a packet of 268435460 bytes, more than 262144 (max-packet-size in broker.xml); closed"))
                .isTrue();
    }
}
