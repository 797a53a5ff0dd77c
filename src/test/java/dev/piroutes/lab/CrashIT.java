package dev.piroutes.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.FreePort;
import dev.piroutes.kit.Program;
import dev.piroutes.kit.Watcher;
import dev.piroutes.kit.Watcher.Seen;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What SIGKILL leaves, of a device and of a broker, each in a JVM of its own. */
class CrashIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Tag("full")
    @Test
    void aKilledDeviceIsOfflineAndObeysLaterWhatItMissed() throws Exception {
        try (Program broker = Program.start(folder, "broker", "--broker.port=0")) {
            int port = broker.awaitReady();
            String url = "--mqtt.url=tcp://127.0.0.1:" + port;
            try (Program device = Program.start(folder, "--devices=led", url);
                    Watcher watcher = new Watcher(port, "csc2106/#")) {
                device.awaitReady();
                watcher.awaitSeen("csc2106/devB/status", "online");

                device.kill();
                watcher.awaitSeen("csc2106/devB/status", "offline");
                try (Watcher late = new Watcher(port, "csc2106/#")) {
                    assertThat(late.awaitSeen("csc2106/devB/status", "offline"))
                            .isEqualTo(new Seen("csc2106/devB/status", "offline", 1, true));
                }
                for (int i = 0; i < 20; i++) {
                    watcher.publish("csc2106/led/cmd", "TOGGLE");
                }
                assertThat(watcher.events("csc2106/led/ack")).isEmpty();

                watcher.clear();
                try (Program again = Program.start(folder, "--devices=led", url)) {
                    again.awaitReady();
                    watcher.awaitSeen("csc2106/devB/status", "online");
                    assertThat(watcher.awaitEvents("csc2106/led/ack", 20)).containsExactlyElementsOf(alternating(20));
                }
            }
        }
    }

    @Test
    void aKilledBrokerRemembersStatusesSessionsAndCommandsAndItsDevicesComeBack() throws Exception {
        String[] command = {"broker", "--broker.port=0"};
        Program broker = Program.start(folder, command);
        int port = broker.awaitReady();
        command[1] = "--broker.port=" + port;
        try (Program devices = Program.start(
                folder,
                "--devices=button-panel,led",
                "--mqtt.url=tcp://127.0.0.1:" + port,
                "--gpio-timer.enabled=false")) {
            devices.awaitReady();
            Path elsewhere = folder.resolve("b");
            java.nio.file.Files.createDirectories(elsewhere);
            // A persistent session that is away when the broker dies, with commands queued for it.
            try (Program away = Program.start(
                    elsewhere, "--devices=led", "--lab.root=other", "--mqtt.url=tcp://127.0.0.1:" + port)) {
                away.awaitReady();
                away.kill();
            }
            try (Watcher watcher = new Watcher(port, "csc2106/#")) {
                watcher.awaitSeen("csc2106/devA/status", "online");
                for (int i = 0; i < 10; i++) {
                    watcher.publish("other/led/cmd", "TOGGLE");
                }
            }

            broker.kill();
            devices.awaitOutput("PicoB: connection lost");
            broker = Program.start(folder, command);
            broker.awaitReady();

            try (Watcher watcher = new Watcher(port, "csc2106/#");
                    Watcher other = new Watcher(port, "other/#")) {
                watcher.awaitSeen("csc2106/devB/status", "online");
                await().atMost(LIMIT).until(() -> List.of("csc2106/devA/status", "csc2106/devB/status").stream()
                        .allMatch(topic -> watcher.seen().stream()
                                .filter(s -> s.topic().equals(topic))
                                .reduce((a, b) -> b)
                                .map(s -> s.payload().equals("online"))
                                .orElse(false)));
                devices.awaitOutput("(?s)PicoB: connection lost.*PicoB: connected");
                watcher.publish("csc2106/led/cmd", "TOGGLE");
                watcher.awaitSeen("csc2106/led/ack", "ON");

                try (Program back = Program.start(
                        elsewhere, "--devices=led", "--lab.root=other", "--mqtt.url=tcp://127.0.0.1:" + port)) {
                    back.awaitReady();
                    assertThat(other.awaitEvents("other/led/ack", 10)).containsExactlyElementsOf(alternating(10));
                }
            }
        } finally {
            broker.close();
        }
    }

    @Test
    void pressesMadeWithoutABrokerSurviveTheDeathOfTheDevice() throws Exception {
        // Nobody listens there: the broker is away for the whole life of the first process.
        int port = FreePort.find();
        String[] device = {
            "--devices=button-panel,gpio-timer",
            "--mqtt.url=tcp://127.0.0.1:" + port,
            "--gpio-timer.period=100ms",
            "--gpio-timer.hold=50"
        };
        int presses;
        try (Program first = Program.start(folder, device)) {
            first.awaitOutput("PicoA: no broker at");
            await().atMost(LIMIT).until(() -> presses(first) > 50);
            first.kill();
            // The last press may have been logged and not yet stored; all before it are.
            presses = presses(first);
        }
        try (Program broker = Program.start(folder, "broker", "--broker.port=" + port)) {
            broker.awaitReady();
            try (Watcher watcher = new Watcher(port, "csc2106/#");
                    Program second =
                            Program.start(folder, "--devices=button-panel", "--mqtt.url=tcp://127.0.0.1:" + port)) {
                second.awaitReady();
                assertThat(watcher.awaitEvents("csc2106/led/cmd", presses - 1))
                        .hasSizeBetween(presses - 1, presses)
                        .containsOnly("TOGGLE");
            }
        }
    }

    private static int presses(Program program) {
        return program.output().split("GP21 pressed", -1).length - 1;
    }

    private static List<String> alternating(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> i % 2 == 0 ? "ON" : "OFF")
                .toList();
    }
}
