package dev.piroutes.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.FreePort;
import dev.piroutes.kit.Program;
import dev.piroutes.kit.Watcher;
import dev.piroutes.kit.Watcher.Seen;
import java.io.DataInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged program, as a person starts it. */
class ProgramIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void runsTheWholeLabAndShowsLife() throws Exception {
        try (Program lab = Program.start(folder, "--broker.port=0", "--gpio-timer.period=300ms")) {
            int port = lab.awaitReady();
            try (Watcher watcher = new Watcher(port, "csc2106/#")) {
                watcher.awaitSeen("csc2106/devA/status", "online");
                watcher.awaitSeen("csc2106/devB/status", "online");
                assertThat(watcher.seen().subList(0, 2))
                        .containsExactlyInAnyOrder(
                                new Seen("csc2106/devA/status", "online", 1, true),
                                new Seen("csc2106/devB/status", "online", 1, true));
                watcher.awaitSeen("csc2106/led/ack", "ON");
                watcher.awaitSeen("csc2106/led/ack", "OFF");
            }
            lab.awaitOutput("GP21 pressed → TOGGLE → led/cmd");
            lab.awaitOutput("led/cmd TOGGLE → LED ON → led/ack ON");
            assertThat(lab.output())
                    .contains(
                            "board    virtual",
                            "anonymous, for this machine only",
                            "button-panel (PicoA): in GP21, GP22")
                    .contains("csc2106/devB/status is online")
                    .doesNotContain("WARN", "ERROR", "Exception");
        }
    }

    @Tag("full")
    @Test
    void saysOfflineAndEndsWhenInterrupted() throws Exception {
        try (Program broker = Program.start(folder, "broker", "--broker.port=0")) {
            int port = broker.awaitReady();
            try (Program devices = Program.start(folder, "--mqtt.url=tcp://127.0.0.1:" + port);
                    Watcher watcher = new Watcher(port, "csc2106/+/status")) {
                devices.awaitReady();
                watcher.awaitSeen("csc2106/devA/status", "online");
                watcher.awaitSeen("csc2106/devB/status", "online");
                watcher.clear();
                devices.terminate();
                devices.awaitEnd(LIMIT);
                assertThat(watcher.awaitEvents("csc2106/devA/status", 1)).containsExactly("offline");
                assertThat(watcher.awaitEvents("csc2106/devB/status", 1)).containsExactly("offline");
            }
        }
    }

    @Test
    void stopsEverythingInOrderWhenInterrupted() throws Exception {
        try (Program lab = Program.start(folder, "--broker.port=0")) {
            lab.awaitReady();
            lab.awaitOutput("PicoB: connected");
            lab.terminate();
            lab.awaitEnd(LIMIT);
            lab.awaitOutput("(?s)outputs are in their shutdown state.*PicoB: published offline");
            assertThat(lab.output())
                    .contains("PicoA: published offline")
                    .doesNotContain("connection lost", "Exception");
        }
        // What the devices said last is what a monitor learns first.
        try (Program broker = Program.start(folder, "broker", "--broker.port=0")) {
            int port = broker.awaitReady();
            try (Watcher watcher = new Watcher(port, "csc2106/+/status")) {
                assertThat(watcher.awaitSeen("csc2106/devA/status", "offline").retained())
                        .isTrue();
                assertThat(watcher.awaitSeen("csc2106/devB/status", "offline").retained())
                        .isTrue();
            }
        }
    }

    @Test
    void waitsForABrokerThatComesLaterAndSaysSoOnce() throws Exception {
        int port = FreePort.find();
        try (Program devices = Program.start(folder, "--devices=led", "--mqtt.url=tcp://127.0.0.1:" + port)) {
            devices.awaitReady();
            try (Program broker = Program.start(folder, "broker", "--broker.port=" + port)) {
                broker.awaitReady();
                devices.awaitOutput("PicoB: connected");
                assertThat(devices.output().split("no broker at", -1)).hasSize(2);
            }
        }
    }

    @Tag("full")
    @Test
    void groupsThatShareABrokerHaveClientIdsOfTheirOwn() throws Exception {
        try (Program lab = Program.start(folder, "--broker.port=0", "--lab.root=csc2106/g07")) {
            int port = lab.awaitReady();
            lab.awaitOutput("PicoB-csc2106-g07: connected");
            try (Watcher watcher = new Watcher(port, "csc2106/g07/#")) {
                watcher.awaitSeen("csc2106/g07/devB/status", "online");
            }
        }
    }

    @Tag("full")
    @Test
    void aFileIsWeakerThanTheEnvironmentAndTheCommandLineStrongest() throws Exception {
        Files.writeString(folder.resolve("application.properties"), "lab.root=file\nbroker.port=0\n");
        try (Program lab = Program.start(folder, "--management.port=0")) {
            lab.awaitOutput("publishes file/led/cmd");
        }
        try (Program lab = Program.start(folder, "--lab.root=line")) {
            lab.awaitOutput("publishes line/led/cmd");
        }
    }

    @Tag("full")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            --mqtt.ulr=x                     | unknown option --mqtt.ulr; did you mean --mqtt.url?
            --button-panel.togle-pin=3       | unknown option --button-panel.togle-pin; did you mean --button-panel.toggle-pin?
            --gpio.board=pi                  | gpio.board=pi needs a Raspberry Pi
            --gpio.board=pie                 | gpio.board
            --routes.dir=missing             | routes.dir must be a folder of *.camel.yaml files, but missing does not exist
            --routes.dir=.                   | routes.dir . has no route in it
            --devices=ledd                   | there is no device "ledd" in the jar; there are:
            --mqtt.url=nonsense              | mqtt.url must be like tcp://192.168.1.10:1883
            --broker.port=99999              | broker.port must be a port from 0 to 65535, but was "99999"
            --broker.profile=open                   | broker.profile must be default, lab or secure, but was "open"
            --lab.root=a/#                   | lab.root must be a topic like csc2106/g07
            --config=nowhere.properties      | --config=nowhere.properties cannot be read: there is no such file
            --led.pin=99                     | 99
            --button-panel.debounce=soon     | debounce
            brokr                            | unknown command "brokr"; did you mean broker?
            """)
    void saysInOneLineWhatIsWrong(String option, String message) throws Exception {
        // Port 1883 may be taken on this machine; a port or a command that the case is about stays as it is.
        String[] arguments = option.contains("broker.port") || !option.startsWith("--")
                ? new String[] {option}
                : new String[] {option, "--broker.port=0"};
        try (Program lab = Program.start(folder, arguments)) {
            assertThat(lab.awaitEnd(LIMIT)).isNotZero();
            assertThat(lab.output()
                            .lines()
                            .filter(line -> !line.contains("Pi Routes ")
                                    && !line.contains("board   ")
                                    && !line.contains("broker   ")))
                    .singleElement()
                    .asString()
                    .startsWith("pi-routes: ")
                    .contains(message);
        }
    }

    @Tag("full")
    @Test
    void showsAStackTraceOnlyWhenAskedTo() throws Exception {
        try (Program quiet = Program.start(folder, "--broker.port=0", "--led.pin=99");
                Program verbose =
                        Program.start(folder, "--broker.port=0", "--led.pin=99", "--broker.data=other", "--verbose")) {
            assertThat(quiet.awaitEnd(LIMIT)).isOne();
            assertThat(verbose.awaitEnd(LIMIT)).isOne();
            assertThat(quiet.output()).doesNotContain("\tat ");
            assertThat(verbose.output()).contains("\tat ");
        }
    }

    @Tag("full")
    @Test
    void saysWhoseTurnItIsWhenTwoRoutesWantOnePin() throws Exception {
        try (Program lab = Program.start(folder, "--broker.port=0", "--led.pin=21")) {
            assertThat(lab.awaitEnd(LIMIT)).isNotZero();
            assertThat(lab.output())
                    .contains("led-command")
                    .contains("toggle-button")
                    .doesNotContain("\tat ");
        }
    }

    @Tag("full")
    @Test
    void refusesAnEndpointThatBelongsToNoDevice() throws Exception {
        assertThat(endOf(Map.of("a", route("a", "").replace("client: \"#a\", ", ""))))
                .contains("a.camel.yaml:7:18: paho has no client: name the bean of its device");
    }

    @Tag("full")
    @Test
    void refusesTwoDevicesWithOneClientId() throws Exception {
        assertThat(endOf(Map.of("a", route("a", "Same"), "b", route("b", "Same"))))
                .contains("b.camel.yaml:12:30: two devices have the clientId Same, the other at a.camel.yaml:12:30");
    }

    @Tag("full")
    @Test
    void namesFileAndLineOfBrokenYaml() throws Exception {
        assertThat(endOf(Map.of("a", route("a", "A").replace("  steps:", " steps:"))))
                .contains("a.camel.yaml:5:6: ");
    }

    private String endOf(Map<String, String> routes) throws Exception {
        Path dir = Files.createDirectory(folder.resolve("routes"));
        for (Map.Entry<String, String> route : routes.entrySet()) {
            Files.writeString(dir.resolve(route.getKey() + ".camel.yaml"), route.getValue());
        }
        try (Program lab = Program.start(folder, "--routes.dir=routes", "--broker.port=0")) {
            assertThat(lab.awaitEnd(LIMIT)).isNotZero();
            assertThat(lab.output()).doesNotContain("\tat ");
            return lab.output();
        }
    }

    private static String route(String name, String clientId) {
        return """
                - route:
                    id: NAME
                    from:
                      uri: timer:NAME
                      steps:
                        - to:
                            uri: paho:t/NAME
                            parameters: {client: "#NAME", qos: 1}
                - beans:
                    - name: NAME
                      type: dev.piroutes.mqtt.MqttDevice
                      properties: {clientId: CLIENT}
                """
                .replace("NAME", name)
                .replace("CLIENT", clientId.isEmpty() ? name : clientId);
    }

    @Tag("full")
    @Test
    void endsWhenTheBrokerRefusesThePassword() throws Exception {
        // A broker that answers every CONNECT with "bad user name or password".
        try (ServerSocket refusing = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread broker = new Thread(() -> refuse(refusing));
            broker.setDaemon(true);
            broker.start();
            try (Program lab = Program.start(
                    folder,
                    "--mqtt.url=tcp://127.0.0.1:" + refusing.getLocalPort(),
                    "--mqtt.username=me",
                    "--mqtt.password=hunter2")) {
                assertThat(lab.awaitEnd(LIMIT)).isOne();
                assertThat(lab.output())
                        .containsPattern(
                                "pi-routes: .*refuses user \"me\": check mqtt.credentials, or mqtt.username and mqtt.password")
                        .doesNotContain("hunter2");
            }
        }
    }

    private static void refuse(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                new DataInputStream(client.getInputStream()).readByte();
                client.getOutputStream().write(new byte[] {0x20, 2, 0, 4});
                client.getOutputStream().flush();
                client.getInputStream().readAllBytes();
            } catch (java.io.IOException e) {
                // the next one
            }
        }
    }

    @Tag("full")
    @Test
    void followsItsRouteFilesWhileItRuns() throws Exception {
        Path routes = Files.createDirectory(folder.resolve("my-routes"));
        for (String file : java.util.List.of("led.camel.yaml", "error-policy.camel.yaml")) {
            Files.copy(Path.of("src/main/resources/routes", file), routes.resolve(file));
        }
        try (Program lab = Program.start(folder, "--broker.port=0", "--routes.dir=my-routes")) {
            int port = lab.awaitReady();
            try (Watcher watcher = new Watcher(port, "csc2106/#")) {
                lab.awaitOutput("changes in my-routes take effect");
                Path led = routes.resolve("led.camel.yaml");
                String text = Files.readString(led);
                Files.writeString(led, text.replace("retained: false", "retaind: false"));
                lab.awaitOutput("led.camel.yaml:38:\\d+: .*has no option retaind; .* \\(what ran before runs on\\)");
                Files.writeString(led, text.replace("== 'TOGGLE'", "== 'ON'"));
                lab.awaitOutput("led.camel.yaml changed, live after");
                watcher.publish("csc2106/led/cmd", "ON");
                watcher.awaitSeen("csc2106/led/ack", "ON");
                assertThat(watcher.events("csc2106/devB/status")).doesNotContain("offline");
                assertThat(lab.output()).containsOnlyOnce("device   led");
                Files.writeString(led, text.replace("/led/ack", "/led/answer"));
                lab.awaitOutput("device   led .*; publishes csc2106/led/answer;");
            }
        }
    }
}
