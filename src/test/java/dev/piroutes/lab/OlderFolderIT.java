package dev.piroutes.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.Archive;
import dev.piroutes.kit.Program;
import dev.piroutes.kit.Watcher;
import dev.piroutes.kit.Watcher.Seen;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The folder of somebody who has worked with an older version, as it was when power failed, runs as it is: the lab's route files
 * of then and one more, {@code broker.xml}, {@code application.properties}, the broker's data, an outbox.
 *
 * <p>In {@code lab/folder-of-0.1.zip}, made with the jar of then: client {@code alice} subscribed to {@code csc2106/#} with a
 * persistent session and left; {@code csc2106/room/note} was retained, a TOGGLE handled, the program killed. Then the button
 * panel ran by itself without a broker, and its button was pressed once.
 */
@Tag("full")
@Timeout(120)
class OlderFolderIT {

    @TempDir
    Path folder;

    @Test
    void runsAsItIs() throws Exception {
        Archive.unzip("/lab/folder-of-0.1.zip", folder);
        try (Program program = Program.start(folder, "--broker.port=0", "--gpio-timer.enabled=false")) {
            int port = program.awaitReady();
            assertThat(program.output())
                    .contains("device   doorbell (Doorbell): in GP17", "led (PicoB): out GP26")
                    .doesNotContain("ERROR");

            BlockingQueue<String> messages = new LinkedBlockingQueue<>();
            MqttClient alice = new MqttClient("tcp://127.0.0.1:" + port, "alice", new MemoryPersistence());
            alice.setCallback(new Messages(messages));
            MqttConnectOptions options = new MqttConnectOptions();
            options.setCleanSession(false);
            assertThat(alice.connectWithResult(options).getSessionPresent()).isTrue();

            // Before the power failed.
            awaitInOrder(messages, "room/note kept", "led/cmd TOGGLE", "led/ack ON");
            // The press that waited for a broker. The LED has the TOGGLE of before the power failed once more, first:
            // its
            // acknowledgement had not reached the disk. That one's ON may come before the press or after it.
            assertThat(commandsUntil(messages, "led/ack OFF"))
                    .containsExactlyInAnyOrder("led/cmd TOGGLE", "led/ack ON", "led/ack OFF")
                    .endsWith("led/ack OFF");
            alice.disconnect();
            alice.close();

            try (Watcher watcher = new Watcher(port, "csc2106/#")) {
                assertThat(watcher.awaitSeen("csc2106/room/note", "kept"))
                        .isEqualTo(new Seen("csc2106/room/note", "kept", 1, true));
                watcher.awaitSeen("csc2106/doorbell/status", "online");
                watcher.awaitSeen("csc2106/devA/status", "online");
            }
        }
    }

    private static List<String> commandsUntil(BlockingQueue<String> messages, String last) throws InterruptedException {
        List<String> commands = new ArrayList<>();
        while (!commands.contains(last)) {
            String next = messages.poll(30, TimeUnit.SECONDS);
            assertThat(next).as("%s after %s", last, commands).isNotNull();
            if (next.startsWith("csc2106/led/")) {
                commands.add(next.replaceFirst("csc2106/", ""));
            }
        }
        return commands;
    }

    private static void awaitInOrder(BlockingQueue<String> messages, String... wanted) throws InterruptedException {
        for (String each : wanted) {
            String next = messages.poll(30, TimeUnit.SECONDS);
            while (next != null && !next.equals("csc2106/" + each)) {
                next = messages.poll(30, TimeUnit.SECONDS);
            }
            assertThat(next).as(each).isNotNull();
        }
    }

    private record Messages(BlockingQueue<String> messages) implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            messages.add(topic + " " + message);
        }

        @Override
        public void connectionLost(Throwable cause) {}

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {}
    }
}
