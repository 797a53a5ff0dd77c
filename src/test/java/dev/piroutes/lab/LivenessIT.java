package dev.piroutes.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.Program;
import dev.piroutes.kit.Watcher;
import dev.piroutes.kit.Watcher.Seen;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A device that dies together with the broker: its status says online, and who notices. Ours would say so itself soon after its
 * start, so it is told to wait, as another broker would for ever.
 */
@Tag("full")
@Timeout(180)
class LivenessIT {

    private static final String STATUS = "csc2106/far/status";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final String FAR =
            """
            - route:
                id: far
                from:
                  uri: paho:{{lab.root}}/far/cmd
                  parameters: {client: "#far", qos: 1}
                  steps:
                    - log: {message: "${body}"}
            - beans:
                - name: far
                  type: dev.piroutes.mqtt.MqttDevice
                  properties: {clientId: Far, statusTopic: "{{lab.root}}/far/status", statusEvery: 1s}
            """;

    @TempDir
    Path folder;

    @Test
    void theMonitorSaysThatItWasNotSeenAndTheWatchdogCorrectsItsStatus() throws Exception {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Files.writeString(routes.resolve("far.camel.yaml"), FAR);
        copy(routes, "routes/monitor.camel.yaml");
        copy(routes, "examples/watchdog.camel.yaml");
        int port = killBrokerAndDeviceTogether();

        try (Program broker = Program.start(folder, "broker", "--broker.port=" + port, "--broker.will-grace=600")) {
            broker.awaitReady();
            try (Watcher watcher = new Watcher(port, STATUS)) {
                assertThat(watcher.awaitSeen(STATUS, "online")).isEqualTo(new Seen(STATUS, "online", 1, true));
                try (Program monitor = devices(port, "monitor", "--monitor.not-seen=2s")) {
                    monitor.awaitOutput(STATUS + " is online\n");
                    monitor.awaitOutput(STATUS + " is online, but its device was not seen for 2s");

                    try (Program watchdog = devices(port, "watchdog", "--watchdog.after=2s")) {
                        watchdog.awaitOutput(STATUS + " was online, but not seen for 2s: set to offline");
                        watcher.awaitSeen(STATUS, "offline");
                        monitor.awaitOutput(STATUS + " is offline");

                        staysOnlineWhileItRepeatsIt(port, watcher);
                    }
                }
            }
        }
    }

    /** The device is back; its status is repeated, and nobody doubts it for longer than it took the watchdog before. */
    private void staysOnlineWhileItRepeatsIt(int port, Watcher watcher) throws Exception {
        watcher.clear();
        try (Program device = devices(port, "far")) {
            device.awaitReady();
            assertThat(watcher.awaitEvents(STATUS, 6)).containsOnly("online");

            device.terminate();
            device.awaitEnd(LIMIT);
            watcher.awaitSeen(STATUS, "offline");
            assertThat(watcher.events(STATUS)).endsWith("online", "offline");
        }
    }

    private int killBrokerAndDeviceTogether() throws Exception {
        Program broker = Program.start(folder, "broker", "--broker.port=0");
        int port = broker.awaitReady();
        try (Program device = devices(port, "far");
                Watcher watcher = new Watcher(port, STATUS)) {
            device.awaitReady();
            watcher.awaitEvents(STATUS, 2);
            broker.kill();
            device.kill();
        }
        return port;
    }

    private Program devices(int port, String name, String... more) throws Exception {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "--routes.dir=routes";
        arguments[1] = "--devices=" + name;
        arguments[2] = "--mqtt.url=tcp://127.0.0.1:" + port;
        System.arraycopy(more, 0, arguments, 3, more.length);
        return Program.start(folder, arguments);
    }

    private static void copy(Path routes, String name) throws Exception {
        Path file = Path.of("src/main/resources", name);
        Files.copy(file, routes.resolve(file.getFileName()));
    }
}
