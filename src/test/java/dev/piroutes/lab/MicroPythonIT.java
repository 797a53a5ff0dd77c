package dev.piroutes.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.broker.Broker;
import dev.piroutes.kit.FaultProxy;
import dev.piroutes.kit.FaultProxy.Cut;
import dev.piroutes.kit.FaultProxy.Direction;
import dev.piroutes.kit.FaultProxy.Type;
import dev.piroutes.kit.MicroPython;
import dev.piroutes.kit.TestLab;
import dev.piroutes.kit.Watcher;
import dev.piroutes.kit.Watcher.Seen;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The devices for a Pico W, in a real MicroPython, with the broker that ships and with each other and ours. Their pins, Wi-Fi
 * and umqtt.simple are stand-ins.
 */
@Timeout(60)
@Tag("full")
class MicroPythonIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String CMD = "csc2106/led/cmd";
    private static final String ACK = "csc2106/led/ack";

    @TempDir
    Path folder;

    private Broker broker;
    private FaultProxy proxy;
    private Watcher watcher;

    @BeforeAll
    static void needsMicroPython() {
        MicroPython.executable();
    }

    @BeforeEach
    void start() throws Exception {
        broker = TestLab.broker(folder);
        proxy = new FaultProxy(broker.port());
        watcher = new Watcher(broker.port(), "csc2106/#");
    }

    @AfterEach
    void stop() throws Exception {
        watcher.close();
        proxy.close();
        broker.close();
    }

    private MicroPython device(String name, String... settings) throws IOException {
        String[] all = java.util.Arrays.copyOf(settings, settings.length + 2);
        all[settings.length] = "BROKER = \"127.0.0.1\"";
        all[settings.length + 1] = "PORT = " + proxy.port();
        return MicroPython.start(folder, name, all);
    }

    /** Device A, connected. */
    private MicroPython buttons(String... settings) throws IOException {
        MicroPython device = device("device_a", settings);
        device.program().awaitOutput("PicoA\\S*: connected");
        return device;
    }

    /** Device B, connected. */
    private MicroPython led(String... settings) throws IOException {
        MicroPython device = device("device_b", settings);
        device.program().awaitOutput("PicoB\\S*: connected");
        return device;
    }

    @Test
    void aButtonCountsWhenItHasHeldFor20Milliseconds() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                MicroPython.executable().toString(),
                Path.of("src/test/micropython/button_test.py").toAbsolutePath().toString());
        builder.environment().put("MICROPYPATH", Path.of("src/main/micropython").toAbsolutePath() + ":.frozen");
        Process test = builder.redirectErrorStream(true).start();

        assertThat(new String(test.getInputStream().readAllBytes())).isEqualTo("button: ok\n");
    }

    @Test
    void theirButtonsWorkWithOurLed() throws Exception {
        try (TestLab lab = new TestLab(proxy.url(), folder).start("led");
                MicroPython a = buttons()) {
            lab.awaitConnected("led");
            a.press(21);
            watcher.awaitSeen(ACK, "ON");
            a.press(21);
            watcher.awaitSeen(ACK, "OFF");
            a.press(22);

            assertThat(watcher.awaitSeen("csc2106/led/hello", "HELLO"))
                    .isEqualTo(new Seen("csc2106/led/hello", "HELLO", 1, false));
            assertThat(watcher.awaitSeen(CMD, "TOGGLE")).isEqualTo(new Seen(CMD, "TOGGLE", 1, false));
            assertThat(watcher.events(CMD)).hasSize(2);
        }
    }

    @Test
    void ourButtonsWorkWithTheirLed() throws Exception {
        try (TestLab lab = new TestLab(proxy.url(), folder).start("button-panel");
                MicroPython b = led()) {
            lab.awaitConnected("button-panel");
            assertThat(b.isHigh(20)).as("off at start").isFalse();
            lab.press(21);

            assertThat(watcher.awaitSeen(ACK, "ON")).isEqualTo(new Seen(ACK, "ON", 1, false));
            assertThat(b.isHigh(20)).isTrue();
            lab.press(21);
            watcher.awaitSeen(ACK, "OFF");
            assertThat(b.isHigh(20)).isFalse();
        }
    }

    @Test
    void bothWorkTogetherAndSayOfflineWhenTheyAreStopped() throws Exception {
        try (MicroPython a = buttons();
                MicroPython b = led()) {
            a.press(21);
            watcher.awaitSeen(ACK, "ON");
            a.interrupt();
            b.interrupt();

            watcher.awaitSeen("csc2106/devA/status", "offline");
            watcher.awaitSeen("csc2106/devB/status", "offline");
            assertThat(proxy.packets().stream().filter(p -> p.is(Direction.TO_BROKER, Type.DISCONNECT)))
                    .as("a clean end, not the will")
                    .hasSize(2);
            try (Watcher late = new Watcher(broker.port(), "csc2106/#")) {
                assertThat(late.awaitSeen("csc2106/devB/status", "offline").retained())
                        .isTrue();
            }
            assertThat(a.program().output() + b.program().output()).doesNotContain("Traceback");
        }
    }

    @Test
    void theLedSubscribesThenSaysOnlineAndKeepsItsSession() throws Exception {
        try (MicroPython b = led()) {
            List<Type> order = proxy.packets().stream()
                    .filter(p -> p.direction() == Direction.TO_BROKER)
                    .map(FaultProxy.Packet::type)
                    .toList();
            assertThat(order).startsWith(Type.CONNECT, Type.SUBSCRIBE, Type.PUBLISH);
            byte[] connect = proxy.packets().get(0).bytes();
            assertThat(connect[9] & 0xFF)
                    .as("will, retained, QoS 1; no clean session")
                    .isEqualTo(0x2C);
            assertThat(connect[10] << 8 | connect[11]).as("keep-alive").isEqualTo(30);
            assertThat(b.program().output()).doesNotContain("no broker");
        }
    }

    @Test
    void theLedIgnoresWhatIsNoCommand() throws Exception {
        watcher.publish(CMD, "TOGGLE".getBytes(), 1, true);
        watcher.publish(CMD, "x");
        try (MicroPython b = led()) {
            b.program().awaitOutput("ignored b'TOGGLE', a retained command");
            watcher.publish(CMD, "toggle");
            watcher.publish(CMD, "TOGGLE ");
            watcher.publish(CMD, "");
            watcher.publish(CMD, "TOGGLE".repeat(20_000));
            // The sentinel.
            watcher.publish(CMD, "TOGGLE");

            watcher.awaitSeen(ACK, "ON");
            assertThat(watcher.events(ACK)).containsExactly("ON");
            assertThat(b.program().output()).contains("the only command is TOGGLE, in capitals: b'toggle'");
        }
    }

    @Test
    void theLedObeysManyCommandsAtOnceInOrder() throws Exception {
        try (MicroPython b = led()) {
            watcher.publishAtOnce(CMD, Collections.nCopies(1000, "TOGGLE"));

            assertThat(watcher.awaitEvents(ACK, 1000)).containsExactlyElementsOf(alternating(1000));
            assertThat(b.isHigh(20)).isFalse();
        }
    }

    @Test
    void pressesMadeWithoutABrokerAreDeliveredOnce() throws Exception {
        try (MicroPython a = buttons()) {
            proxy.accept(false);
            a.program().awaitOutput("PicoA: no broker at 127.0.0.1:" + proxy.port());
            for (int i = 0; i < 5; i++) {
                a.press(21);
            }
            proxy.accept(true);
            a.program().awaitOutput("(?s)no broker.*PicoA: connected");
            // The sentinel.
            a.press(22);

            watcher.awaitSeen("csc2106/led/hello", "HELLO");
            assertThat(watcher.events(CMD)).hasSize(5);
            assertThat(watcher.events("csc2106/devA/status")).containsExactly("online", "offline", "online");
        }
    }

    @Test
    void aRestartedBrokerFindsThemAgain() throws Exception {
        try (MicroPython a = buttons();
                MicroPython b = led()) {
            watcher.close();
            broker.close();
            b.program().awaitOutput("PicoB: no broker");
            a.press(21);
            broker = TestLab.broker(folder);
            // Before they are back: what they say then is not retained.
            watcher = new Watcher(broker.port(), "csc2106/#");
            proxy.broker(broker.port());
            watcher.awaitSeen("csc2106/devA/status", "online");
            watcher.awaitSeen("csc2106/devB/status", "online");
            watcher.awaitSeen(ACK, "ON");
            a.press(21);

            watcher.awaitSeen(ACK, "OFF");
            assertThat(watcher.events(ACK)).containsExactly("ON", "OFF");
        }
    }

    @Test
    void aKilledLedIsOfflineAndObeysLaterWhatItMissed() throws Exception {
        try (MicroPython b = led()) {
            b.program().kill();
            watcher.awaitSeen("csc2106/devB/status", "offline");
            for (int i = 0; i < 20; i++) {
                watcher.publish(CMD, "TOGGLE");
            }
            b.start();

            assertThat(watcher.awaitEvents(ACK, 20)).containsExactlyElementsOf(alternating(20));
        }
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void aCommandWhoseAcknowledgementIsCutIsHandledOnce(Cut cut) throws Exception {
        try (MicroPython b = led()) {
            proxy.cutOnce(cut, packet -> packet.is(Direction.TO_BROKER, Type.PUBACK));
            watcher.publish(CMD, "TOGGLE");
            watcher.awaitSeen(ACK, "ON");
            b.program().awaitOutput("(?s)no broker.*PicoB: connected");
            // The sentinel.
            watcher.publish(CMD, "TOGGLE");

            watcher.awaitSeen(ACK, "OFF");
            assertThat(watcher.events(ACK)).containsExactly("ON", "OFF");
        }
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void aPressThatIsCutIsDeliveredOnce(Cut cut) throws Exception {
        try (MicroPython a = buttons()) {
            proxy.cutOnce(cut, packet -> packet.is(Direction.TO_DEVICE, Type.PUBACK));
            a.press(21);
            a.program().awaitOutput("(?s)no broker.*PicoA: connected");
            proxy.cutOnce(cut, packet -> packet.is(Direction.TO_BROKER, Type.PUBLISH) && packet.contains(CMD));
            a.press(21);
            a.program().awaitOutput("(?s)no broker.*connected.*no broker.*connected");
            // The sentinel.
            a.press(22);

            watcher.awaitSeen("csc2106/led/hello", "HELLO");
            assertThat(watcher.events(CMD)).hasSize(2);
        }
    }

    @Test
    void aLinkThatFallsSilentIsNoticedAndNothingIsLost() throws Exception {
        try (MicroPython a = buttons("KEEPALIVE = 2")) {
            await("pings")
                    .atMost(LIMIT)
                    .until(() -> proxy.packets().stream()
                                    .filter(p -> p.is(Direction.TO_BROKER, Type.PINGREQ))
                                    .count()
                            >= 3);
            assertThat(a.program().output()).doesNotContain("no broker");
            proxy.freeze(true);
            a.press(21);
            a.program().awaitOutput("the broker is silent");
            a.press(21);
            proxy.cut();
            proxy.freeze(false);
            a.program().awaitOutput("(?s)silent.*PicoA: connected");
            // The sentinel.
            a.press(22);

            watcher.awaitSeen("csc2106/led/hello", "HELLO");
            assertThat(watcher.events(CMD)).hasSize(2);
        }
    }

    @Test
    void withoutWifiItWaitsForIt() throws Exception {
        try (MicroPython a = buttons()) {
            a.wifi(false);
            proxy.cut();
            watcher.awaitSeen("csc2106/devA/status", "offline");
            a.press(21);
            watcher.clear();
            a.wifi(true);

            watcher.awaitSeen(CMD, "TOGGLE");
        }
    }

    @Test
    void pressesDuringWifiThatComesAndGoesAreDeliveredOnceAndInOrder() throws Exception {
        try (MicroPython a = buttons()) {
            for (int i = 0; i < 5; i++) {
                a.wifi(false);
                proxy.cut();
                a.press(i % 2 == 0 ? 21 : 22);
                a.wifi(true);
                a.press(21);
            }
            watcher.awaitEvents(CMD, 8);
            // The sentinel.
            a.press(22);

            watcher.awaitEvents("csc2106/led/hello", 3);
            assertThat(watcher.events(CMD)).hasSize(8);
            assertThat(a.program().output()).doesNotContain("Traceback");
        }
    }

    @Test
    void pressesWhileANameServerIsSlowAreDeliveredOnce() throws Exception {
        try (MicroPython a = buttons()) {
            a.names(false);
            proxy.cut();
            watcher.awaitSeen("csc2106/devA/status", "offline");
            a.press(21);
            a.press(21);
            a.names(true);

            watcher.awaitEvents(CMD, 2);
            // The sentinel.
            a.press(22);

            watcher.awaitSeen("csc2106/led/hello", "HELLO");
            assertThat(watcher.events(CMD)).hasSize(2);
        }
    }

    @Test
    void aNameThatNobodyKnowsIsSaidAndDoesNotEndIt() throws Exception {
        try (MicroPython a = MicroPython.start(folder, "device_a", "BROKER = \"no-such-broker.invalid\"")) {
            a.program()
                    .awaitOutput("PicoA: no broker at no-such-broker.invalid:1883: no name server knows"
                            + " no-such-broker.invalid; trying again until it works");
            a.interrupt();
            assertThat(a.program().output()).contains("PicoA: ended").doesNotContain("Traceback");
        }
    }

    @Test
    void itEndsInOneLineWhereThereIsNoBroker() throws Exception {
        proxy.accept(false);
        try (MicroPython a = device("device_a")) {
            a.program().awaitOutput("PicoA: no broker at");
            a.press(21);
            a.interrupt();

            assertThat(a.program().output()).contains("PicoA: ended").doesNotContain("Traceback");
        }
    }

    @Test
    void aGroupHasClientIdsAndTopicsOfItsOwn() throws Exception {
        try (MicroPython b = led("ROOT = \"csc2106/g07\"")) {
            assertThat(b.program().output()).contains("PicoB-csc2106-g07: connected");
            watcher.publish("csc2106/g07/led/cmd", "TOGGLE");

            watcher.awaitSeen("csc2106/g07/led/ack", "ON");
            watcher.awaitSeen("csc2106/g07/devB/status", "online");
        }
    }

    private static List<String> alternating(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> i % 2 == 0 ? "ON" : "OFF")
                .toList();
    }
}
