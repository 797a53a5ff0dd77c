package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.broker.WireClient.Publish;
import dev.piroutes.kit.Missing;
import dev.piroutes.kit.Program;
import dev.piroutes.kit.Watcher;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fills up while the program runs, or is full when it starts, and has room again. */
@Timeout(240)
@Tag("full")
class FullDiskIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PADDING = "x".repeat(20_000);

    @TempDir
    Path folder;

    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", disk.toString()) == 0;
        if (!mounted) {
            Missing.skip("a full disk under the broker", "root, to mount a small disk");
        }
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", disk.toString());
    }

    @Test
    void nothingAcknowledgedIsLostAndEverythingGoesOnWhenThereIsRoomAgain() throws Exception {
        Program lab = Program.start(
                folder,
                "--broker.port=0",
                "--broker.data=" + disk.resolve("broker"),
                "--outbox.dir=" + disk.resolve("outbox"),
                "--gpio.board=virtual",
                "--gpio-timer.enabled=false");
        try (lab) {
            int port = lab.awaitReady();
            try (WireClient device = WireClient.persistent(port, "device")) {
                device.subscribe("lab/count", 1);
                device.disconnect();
            }
            List<Integer> acknowledged = new ArrayList<>();
            try (Publisher publisher = new Publisher(port)) {
                publish(publisher, 20, acknowledged);
                assertThat(acknowledged).hasSize(20);
                fill();
                // Until the journal wants another file, or the broker has seen that there is no room.
                await().atMost(LIMIT)
                        .pollInSameThread()
                        .until(() -> !publisher.publish(acknowledged)
                                || lab.output().contains("has stopped: ")
                                || lab.output().contains("AMQ224128"));
                Files.delete(disk.resolve("fill"));
                int before = acknowledged.size();
                await("acknowledged again").atMost(LIMIT).pollInSameThread().until(() -> {
                    publisher.publish(acknowledged);
                    return acknowledged.size() > before + 5;
                });
            }

            try (WireClient device = WireClient.persistent(port, "device")) {
                List<Integer> received = new ArrayList<>();
                int last = acknowledged.get(acknowledged.size() - 1);
                while (received.isEmpty() || received.get(received.size() - 1) < last) {
                    Publish message = device.receive();
                    device.puback(message.id());
                    received.add(Integer.parseInt(message.payload().replace("x", "")));
                }
                assertThat(received).isSorted().containsAll(acknowledged);
            }
            try (Watcher client = new Watcher(port, "csc2106/led/ack")) {
                await().atMost(LIMIT).until(() -> {
                    client.publish("csc2106/led/cmd", "TOGGLE");
                    return client.events("csc2106/led/ack").contains("ON");
                });
            }
        } catch (Exception | AssertionError e) {
            throw new AssertionError("the program:\n" + lab.output(), e);
        }
    }

    @Test
    void aBrokerThatFindsAFullDiskAtItsStartCanBeTriedAgain() throws Exception {
        fill();
        BrokerSettings settings = new BrokerSettings("127.0.0.1", 0, null, disk.resolve("broker"));
        try (Broker broker = Broker.start(settings)) {
            throw new AssertionError("it has started on " + broker.port());
        } catch (BrokerException e) {
            assertThat(e).hasMessageContaining("is full").hasMessageContaining("make room");
            assertThat(e.isPassing()).isTrue();
        }
        Files.delete(disk.resolve("fill"));
        try (Broker broker = Broker.start(settings);
                WireClient client = WireClient.clean(broker.port(), "client")) {
            client.publishAcked("lab/count", 1, "1");
        }
    }

    private void fill() throws IOException {
        byte[] block = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(disk.resolve("fill"))) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static void publish(Publisher publisher, int count, List<Integer> acknowledged) throws MqttException {
        for (int i = 0; i < count; i++) {
            publisher.publish(acknowledged);
        }
    }

    /** Publishes 1, 2, 3 and so on; one that is not acknowledged is never sent again. */
    private static final class Publisher implements AutoCloseable {
        private final MqttClient client;
        private int next;

        Publisher(int port) throws MqttException {
            client = new MqttClient("tcp://127.0.0.1:" + port, "publisher", new MemoryPersistence());
            client.setTimeToWait(3_000);
            client.connect();
        }

        /** @return whether it was acknowledged, within 3 s */
        boolean publish(List<Integer> acknowledged) throws MqttException {
            try {
                if (!client.isConnected()) {
                    client.connect();
                }
                int number = ++next;
                client.publish("lab/count", (number + PADDING).getBytes(), 1, false);
                acknowledged.add(number);
                return true;
            } catch (MqttException e) {
                if (client.isConnected()) {
                    client.disconnectForcibly(0, 0, false);
                }
                return false;
            }
        }

        @Override
        public void close() throws MqttException {
            if (client.isConnected()) {
                client.disconnectForcibly(0, 0, false);
            }
            client.close();
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
