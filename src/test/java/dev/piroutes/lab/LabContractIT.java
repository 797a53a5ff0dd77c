package dev.piroutes.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.board.Level;
import dev.piroutes.broker.Broker;
import dev.piroutes.kit.FaultProxy;
import dev.piroutes.kit.FaultProxy.Direction;
import dev.piroutes.kit.FaultProxy.Type;
import dev.piroutes.kit.TestLab;
import dev.piroutes.kit.Watcher;
import dev.piroutes.kit.Watcher.Seen;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lab's contract, row by row: the routes and the broker configuration that ship, over TCP, seen from outside. */
class LabContractIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Broker broker;
    private FaultProxy proxy;
    private TestLab lab;
    private Watcher watcher;

    @BeforeEach
    void start() throws Exception {
        broker = TestLab.broker(folder);
        proxy = new FaultProxy(broker.port());
        lab = new TestLab(proxy.url(), folder).start("button-panel", "led");
        watcher = new Watcher(broker.port(), "csc2106/#");
        lab.awaitConnected("button-panel", "led");
    }

    @AfterEach
    void stop() throws Exception {
        watcher.close();
        lab.close();
        proxy.close();
        broker.close();
    }

    @Test
    void aPressOfGp21SendsToggle() {
        lab.press(21);
        assertThat(watcher.awaitSeen("csc2106/led/cmd", "TOGGLE"))
                .isEqualTo(new Seen("csc2106/led/cmd", "TOGGLE", 1, false));
    }

    @Test
    void aPressOfGp22SaysHello() {
        lab.press(22);
        assertThat(watcher.awaitSeen("csc2106/led/hello", "HELLO"))
                .isEqualTo(new Seen("csc2106/led/hello", "HELLO", 1, false));
    }

    @Test
    void toggleFlipsTheLedAndIsAnsweredWithItsState() throws Exception {
        assertThat(lab.board().level(20)).isEqualTo(Level.LOW);

        watcher.publish("csc2106/led/cmd", "TOGGLE");
        assertThat(watcher.awaitSeen("csc2106/led/ack", "ON")).isEqualTo(new Seen("csc2106/led/ack", "ON", 1, false));
        assertThat(lab.board().level(20)).isEqualTo(Level.HIGH);

        watcher.publish("csc2106/led/cmd", "TOGGLE");
        watcher.awaitSeen("csc2106/led/ack", "OFF");
        assertThat(lab.board().level(20)).isEqualTo(Level.LOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"toggle", "", "TOGGLE\n", "HELLO"})
    void anyOtherPayloadLeavesLedAndAckUntouched(String payload) throws Exception {
        watcher.publish("csc2106/led/cmd", payload);
        // The sentinel: its answer would come after any answer to the first.
        watcher.publish("csc2106/led/cmd", "TOGGLE");
        watcher.awaitSeen("csc2106/led/ack", "ON");
        assertThat(watcher.events("csc2106/led/ack")).containsExactly("ON");
    }

    @Test
    void tenKilobytesOfNoiseAreIgnored() throws Exception {
        byte[] noise = new byte[10_240];
        new java.util.Random(1).nextBytes(noise);
        watcher.publish("csc2106/led/cmd", noise, 1, false);
        watcher.publish("csc2106/led/cmd", "TOGGLE");
        watcher.awaitSeen("csc2106/led/ack", "ON");
        assertThat(watcher.events("csc2106/led/ack")).containsExactly("ON");
    }

    @Test
    void onlyStatusesAreRetained() throws Exception {
        lab.press(21);
        lab.press(22);
        watcher.awaitSeen("csc2106/led/ack", "ON");
        watcher.awaitSeen("csc2106/led/hello", "HELLO");

        try (Watcher late = new Watcher(broker.port(), "csc2106/#")) {
            late.awaitSeen("csc2106/devA/status", "online");
            late.awaitSeen("csc2106/devB/status", "online");
            late.publish("csc2106/sentinel", "x");
            late.awaitSeen("csc2106/sentinel", "x");
            assertThat(late.seen().stream().filter(Seen::retained))
                    .containsExactlyInAnyOrder(
                            new Seen("csc2106/devA/status", "online", 1, true),
                            new Seen("csc2106/devB/status", "online", 1, true));
        }
    }

    @Test
    void saysOnlineOnEveryReconnect() {
        watcher.clear();
        proxy.cut();
        watcher.awaitEvents("csc2106/devA/status", 1);
        await().atMost(LIMIT)
                .until(() -> watcher.events("csc2106/devA/status").contains("online")
                        && watcher.events("csc2106/devB/status").contains("online"));
    }

    @Test
    void saysOfflineBeforeACleanStop() {
        watcher.clear();
        lab.close();
        assertThat(watcher.awaitEvents("csc2106/devA/status", 1)).containsExactly("offline");
        assertThat(watcher.awaitEvents("csc2106/devB/status", 1)).containsExactly("offline");
        // Said by the device itself: a DISCONNECT followed, so that the broker did not have to.
        await().atMost(LIMIT)
                .until(() -> proxy.packets().stream()
                                .filter(p -> p.is(Direction.TO_BROKER, Type.DISCONNECT))
                                .count()
                        == 2);
    }

    @Test
    void subscribesBeforeItSaysOnline() {
        List<FaultProxy.Packet> ofB = connectionOf("PicoB");
        int subscribe = indexOf(ofB, Type.SUBSCRIBE);
        int status = indexOf(ofB, Type.PUBLISH);
        assertThat(subscribe).isPositive().isLessThan(status);
        assertThat(ofB.get(status).contains("csc2106/devB/status")).isTrue();
    }

    @Test
    void deviceASubscribesNothing() {
        assertThat(connectionOf("PicoA"))
                .noneMatch(p -> p.is(Direction.TO_BROKER, Type.SUBSCRIBE))
                .anyMatch(p -> p.is(Direction.TO_BROKER, Type.PUBLISH) && p.contains("csc2106/devA/status"));
    }

    @Test
    void connectsWithAPersistentSessionAWillAndAKeepAliveOf30Seconds() {
        for (String id : List.of("PicoA", "PicoB")) {
            byte[] connect = connectionOf(id).get(0).bytes();
            // Fixed header 2, protocol name 6, level 1, then the flags and the keep-alive.
            assertThat(connect[8]).as("protocol level 3.1.1").isEqualTo((byte) 4);
            assertThat(connect[9])
                    .as("will retained, QoS 1, will flag, no clean session")
                    .isEqualTo((byte) 0b0010_1100);
            assertThat(((connect[10] & 0xFF) << 8) | (connect[11] & 0xFF)).isEqualTo(30);
            assertThat(connectionOf(id).get(0).contains("offline")).isTrue();
        }
    }

    @Test
    void thousandsOfCommandsAtOnceAreAllHandledInOrder() throws Exception {
        watcher.publishAtOnce("csc2106/led/cmd", Collections.nCopies(2000, "TOGGLE"));
        assertThat(watcher.awaitEvents("csc2106/led/ack", 2000))
                .containsExactlyElementsOf(IntStream.range(0, 2000)
                        .mapToObj(i -> i % 2 == 0 ? "ON" : "OFF")
                        .toList());
    }

    @Test
    void pressesDuringAnOutageAreDeliveredInOrderWhenItIsOver() {
        proxy.accept(false);
        lab.awaitDisconnected("button-panel");
        lab.press(22);
        lab.press(21);
        lab.press(22);
        watcher.clear();
        proxy.accept(true);
        assertThat(watcher.awaitEvents("csc2106/led/hello", 2)).containsExactly("HELLO", "HELLO");
        assertThat(watcher.awaitEvents("csc2106/led/cmd", 1)).containsExactly("TOGGLE");
        // MQTT promises order on one topic only; what the device sends is in order on all of them.
        assertThat(proxy.packets().stream()
                        .filter(p -> p.is(Direction.TO_BROKER, Type.PUBLISH))
                        .filter(p -> p.contains("csc2106/led/cmd") || p.contains("csc2106/led/hello"))
                        .map(p -> p.contains("TOGGLE") ? "TOGGLE" : "HELLO"))
                .containsExactly("HELLO", "TOGGLE", "HELLO");
    }

    @Test
    void commandsSentWhileItWasAwayAreHandledWhenItIsBack() throws Exception {
        proxy.accept(false);
        lab.awaitDisconnected("led");
        for (int i = 0; i < 20; i++) {
            watcher.publish("csc2106/led/cmd", "TOGGLE");
        }
        proxy.accept(true);
        assertThat(watcher.awaitEvents("csc2106/led/ack", 20))
                .containsExactlyElementsOf(IntStream.range(0, 20)
                        .mapToObj(i -> i % 2 == 0 ? "ON" : "OFF")
                        .toList());
    }

    private List<FaultProxy.Packet> connectionOf(String clientId) {
        int connection = proxy.packets().stream()
                .filter(p -> p.is(Direction.TO_BROKER, Type.CONNECT) && p.contains(clientId))
                .findFirst()
                .orElseThrow()
                .connection();
        return proxy.packets().stream()
                .filter(p -> p.connection() == connection)
                .toList();
    }

    private static int indexOf(List<FaultProxy.Packet> packets, Type type) {
        for (int i = 0; i < packets.size(); i++) {
            if (packets.get(i).is(Direction.TO_BROKER, type)) {
                return i;
            }
        }
        return -1;
    }
}
