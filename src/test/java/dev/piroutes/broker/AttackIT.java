package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.LogLines;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
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

    /** Bytes, more than sockets hold by themselves. */
    private static final long MOST_PINGS = 16 << 20;

    private static final int SILENCE_MS = 8_000;

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

    /** Each answer that is not read stays in memory: some megabytes of questions took a heap of 48. */
    @Test
    void answersThatNobodyReadsDoNotTakeTheHeap() throws IOException {
        try (BrokerProcess small = BrokerProcess.start(data.resolve("small"), "-Xmx48m")) {
            assertThat(pings(small.port())).isLessThan(MOST_PINGS);
            press(small.port(), new Attack(small.port()));
        }
    }

    /** Asks, and reads no answer. @return bytes that were sent until nothing more was read of them for some seconds */
    private static long pings(int port) throws IOException {
        long sent = 0;
        try (SocketChannel client = SocketChannel.open();
                Selector selector = Selector.open()) {
            client.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
            client.setOption(StandardSocketOptions.SO_SNDBUF, 65_536);
            client.connect(new InetSocketAddress("127.0.0.1", port));
            client.write(ByteBuffer.wrap(HexFormat.of().parseHex("101000044d5154540402003c000470696e67")));
            client.configureBlocking(false);
            client.register(selector, SelectionKey.OP_WRITE);
            ByteBuffer pings = ByteBuffer.wrap(HexFormat.of().parseHex("c000".repeat(8_192)));
            while (sent < MOST_PINGS && selector.select(SILENCE_MS) > 0) {
                selector.selectedKeys().clear();
                sent += client.write(pings.hasRemaining() ? pings : pings.clear());
            }
        }
        return sent;
    }

    /** All that waits for them is read and acknowledged then, which took the heap when it was done at once. */
    @Timeout(180)
    @Test
    void clientsThatDoNotReadMayAllLeaveAtOnce() throws IOException {
        try (BrokerProcess small = BrokerProcess.start(data.resolve("small"), "-Xmx48m")) {
            List<SocketChannel> deaf = new ArrayList<>();
            try (SocketChannel flood = SocketChannel.open(new InetSocketAddress("127.0.0.1", small.port()))) {
                for (int i = 10; i < 60; i++) {
                    deaf.add(deaf(small.port(), i));
                }
                send(flood, "101000044d5154540402003c0004666c6f64");
                // QoS 0, topic "f", 1,021 bytes.
                String publish = "308008" + "000166" + "78".repeat(1_021);
                for (int i = 0; i < 300; i++) {
                    send(flood, publish.repeat(40));
                }
            } finally {
                for (SocketChannel client : deaf) {
                    client.close();
                }
            }
            press(small.port(), new Attack(small.port()));
        }
    }

    /** Subscribes to "f" and reads nothing. */
    private static SocketChannel deaf(int port, int number) throws IOException {
        SocketChannel client = SocketChannel.open();
        client.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
        client.connect(new InetSocketAddress("127.0.0.1", port));
        send(client, "101000044d5154540402003c000464663" + number / 10 + "3" + number % 10 + "8206000100016600");
        ByteBuffer answers = ByteBuffer.allocate("200200009003000100".length() / 2);
        while (answers.hasRemaining() && client.read(answers) > 0) {
            continue;
        }
        assertThat(HexFormat.of().formatHex(answers.array())).isEqualTo("200200009003000100");
        return client;
    }

    private static void send(SocketChannel client, String hex) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
        while (bytes.hasRemaining()) {
            client.write(bytes);
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
