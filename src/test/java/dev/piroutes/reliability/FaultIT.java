package dev.piroutes.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.broker.Broker;
import dev.piroutes.kit.FaultProxy;
import dev.piroutes.kit.FaultProxy.Direction;
import dev.piroutes.kit.FaultProxy.Type;
import dev.piroutes.kit.LogLines;
import dev.piroutes.kit.Missing;
import dev.piroutes.kit.TestLab;
import dev.piroutes.kit.Watcher;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Faults one by one: of the network, of the disk, of a rival, of a route. */
class FaultIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private Broker broker;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws Exception {
        broker = TestLab.broker(folder);
        proxy = new FaultProxy(broker.port());
    }

    @AfterEach
    void stop() {
        proxy.close();
        broker.close();
    }

    @Test
    void aBrokerThatFallsSilentLosesNothing() throws Exception {
        try (Numbered devices = new Numbered(proxy.url(), folder, "numbered.keep-alive=1s")) {
            devices.lab().awaitConnected("presser", "receiver");
            proxy.freeze(true);
            // Each waits 2 s for its acknowledgement, and then for the disk.
            devices.press(2);
            devices.lab().awaitDisconnected("presser");
            proxy.freeze(false);
            devices.press();
            assertThat(devices.awaitAll(LIMIT)).containsExactlyElementsOf(devices.pressed());
        }
    }

    @Test
    void aBrokerThatTakesConnectionsAndSaysNothingIsGivenUpAndTriedAgain() throws Exception {
        try (Numbered devices = new Numbered(proxy.url(), folder)) {
            // A first time, so that the subscription is there: what is published before it is nobody's.
            devices.lab().awaitConnected("presser", "receiver");
            proxy.freeze(true);
            proxy.cut();
            devices.press(3);
            Duration before = cpuOfConnections();
            await().atMost(LIMIT)
                    .until(() -> devices.lab().device("presser").problem().startsWith("no broker at"));
            // Ten seconds of waiting: whoever looks again and again keeps a core busy.
            assertThat(cpuOfConnections().minus(before)).isLessThan(Duration.ofSeconds(1));
            proxy.freeze(false);
            assertThat(devices.awaitAll(LIMIT)).containsExactlyElementsOf(devices.pressed());
        }
    }

    private static Duration cpuOfConnections() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().endsWith("-connection"))
                .map(thread -> Duration.ofNanos(Math.max(0, threads.getThreadCpuTime(thread.getId()))))
                .reduce(Duration.ZERO, Duration::plus);
    }

    @Test
    void aDeviceThatHasNothingToSayPings() throws Exception {
        try (Numbered devices = new Numbered(proxy.url(), folder, "numbered.keep-alive=1s")) {
            devices.lab().awaitConnected("presser", "receiver");
            await().atMost(LIMIT)
                    .until(() -> proxy.packets().stream()
                                    .filter(p -> p.is(Direction.TO_BROKER, Type.PINGREQ))
                                    .count()
                            > 4);
            assertThat(proxy.packets().stream().filter(p -> p.is(Direction.TO_BROKER, Type.CONNECT)))
                    .hasSize(2);
        }
    }

    @Test
    void aRivalWithTheSameClientIdIsNamedOnce() throws Exception {
        try (Numbered devices = new Numbered(proxy.url(), folder);
                LogLines log = new LogLines("dev.piroutes.mqtt")) {
            devices.lab().awaitConnected("receiver");
            MqttConnectOptions options = new MqttConnectOptions();
            options.setCleanSession(false);
            await().atMost(LIMIT).until(() -> {
                try (MqttAsyncClient rival =
                        new MqttAsyncClient("tcp://127.0.0.1:" + broker.port(), "Receiver", new MemoryPersistence())) {
                    rival.connect(options).waitForCompletion(5000);
                    devices.lab().awaitDisconnected("receiver");
                    devices.lab().awaitConnected("receiver");
                }
                return log.contains("probably another client is using client id Receiver");
            });
            assertThat(log.lines().stream().filter(l -> l.contains("probably another client")))
                    .hasSize(1);
        }
    }

    @Test
    void aCommandThatAPinFailsIsRejectedWithTheReasonAndTheNextHasItsTurn() throws Exception {
        try (Watcher watcher = new Watcher(broker.port(), "csc2106/#");
                TestLab lab =
                        new TestLab(proxy.url(), folder).start("led", "classpath:fault-routes/failing.camel.yaml")) {
            lab.awaitConnected("led", "failing");
            watcher.publish("csc2106/failing/cmd", "first");
            watcher.publish("csc2106/failing/cmd", "second");
            List<String> rejected = watcher.awaitEvents("csc2106/failing/cmd/rejected", 2);
            assertThat(rejected.get(0))
                    .contains("\"payload\":\"first\"")
                    .contains("\"reason\":\"no such thing as first\"");
            assertThat(rejected.get(1)).contains("second");
        }
    }

    @Test
    void aFullDiskRefusesThePressSaysWhichAndKeepsTheRest() throws Exception {
        Path small = folder.resolve("small");
        Files.createDirectories(small);
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=192k", "tmpfs", small.toString()) == 0;
        if (!mounted) {
            Missing.skip("a full disk under an outbox", "root, to mount a small disk");
        }
        try (Numbered devices = new Numbered(proxy.url(), small);
                LogLines log = new LogLines("dev.piroutes.routes")) {
            devices.lab().awaitConnected("presser", "receiver");
            proxy.accept(false);
            devices.lab().awaitDisconnected("presser");
            await().atMost(LIMIT).until(() -> {
                devices.press();
                return log.contains("press gave up");
            });
            assertThat(log.lines())
                    .filteredOn(l -> l.contains("gave up"))
                    .allMatch(l -> l.contains("not published: outbox "));

            assertThat(run("mount", "-o", "remount,size=8m", small.toString())).isZero();
            devices.press(5);
            proxy.accept(true);
            devices.awaitAll(LIMIT);

            List<String> refused = log.lines().stream()
                    .filter(l -> l.startsWith("press gave up on"))
                    .map(l -> l.replaceAll("press gave up on \"(\\d+)\".*", "$1"))
                    .toList();
            assertThat(devices.handled())
                    .containsExactlyElementsOf(devices.pressed().stream()
                            .filter(number -> !refused.contains(number))
                            .toList());
        } finally {
            run("umount", "-l", small.toString());
        }
    }

    private static int run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
