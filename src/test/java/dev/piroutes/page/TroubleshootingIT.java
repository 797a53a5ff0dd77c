package dev.piroutes.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.piroutes.board.Level;
import dev.piroutes.broker.Broker;
import dev.piroutes.kit.FreePort;
import dev.piroutes.kit.Guide;
import dev.piroutes.kit.LogLines;
import dev.piroutes.kit.Program;
import dev.piroutes.kit.TestLab;
import dev.piroutes.kit.Watcher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The faults of docs/troubleshooting.md, each made on purpose. What the page quotes of the log is looked for in what the
 * program says; which section a test is for, the section's last line tells.
 */
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("full")
class TroubleshootingIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Guide GUIDE = Guide.read(Path.of("docs/troubleshooting.md"));

    @TempDir
    static Path common;

    @TempDir
    Path folder;

    private static Bench bench;
    private static Watcher student;
    private String section;

    @BeforeAll
    static void start() throws Exception {
        bench = Bench.start(common, "--button-panel.debounce=0", "--monitor.not-seen=2s");
        student = new Watcher(bench.broker(), "csc2106/led/ack");
    }

    @AfterAll
    static void stop() throws Exception {
        student.close();
        bench.close();
    }

    @BeforeEach
    void findSection(TestInfo test) {
        section = "TroubleshootingIT." + test.getTestMethod().orElseThrow().getName();
    }

    private Program elsewhere(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("--gpio.board=virtual"));
        all.addAll(List.of(arguments));
        return Program.start(folder, all.toArray(String[]::new));
    }

    private String log() {
        return bench.program().output();
    }

    @Test
    void aWrongAddress() throws Exception {
        try (Program led = elsewhere("--devices=led", "--mqtt.url=tcp://127.0.0.1:" + FreePort.find())) {
            led.awaitOutput("no broker at");
            GUIDE.requireQuotes(section, led.output());
        }
    }

    @Test
    void aBrokerThatListensOnLoopbackOnly() throws Exception {
        // Another address of this machine, as another machine would use one.
        try (Program led = elsewhere("--devices=led", "--mqtt.url=tcp://127.0.0.2:" + bench.broker())) {
            led.awaitOutput("no broker at");
            GUIDE.requireQuotes(section, led.output(), log());
        }
    }

    @Test
    void aWrongTopic() throws Exception {
        try (Program panel = elsewhere(
                        "--devices=button-panel",
                        "--lab.root=csc2106/g7",
                        "--mqtt.url=tcp://127.0.0.1:" + bench.broker());
                PageClient page = new PageClient(bench.page())) {
            panel.awaitOutput("PicoA-csc2106-g7: connected");
            student.clear();
            student.publish("csc2106/g7/led/cmd", "TOGGLE");
            // The sentinel: its answer would come after any answer to the first.
            student.publish("csc2106/led/cmd", "TOGGLE");
            student.awaitEvents("csc2106/led/ack", 1);
            assertThat(student.events("csc2106/led/ack")).hasSize(1);
            page.event("messages", e -> page.messages().contains("csc2106/g7/led/cmd TOGGLE"));
            GUIDE.requireQuotes(section, panel.output(), log());
        }
    }

    @Test
    void aWrongPayload() throws Exception {
        student.publish("csc2106/led/cmd", "toggle");
        bench.program().awaitOutput("ignored");
        GUIDE.requireQuotes(section, log());
    }

    @Test
    @Order(Integer.MAX_VALUE) // the others need PicoB
    void twoClientsWithOneId() throws Exception {
        try (Program twin = elsewhere("--devices=led", "--mqtt.url=tcp://127.0.0.1:" + bench.broker());
                PageClient page = new PageClient(bench.page())) {
            twin.awaitOutput("probably another client");
            page.event("bench", TroubleshootingIT::clashOfPicoB);
            GUIDE.requireQuotes(section, twin.output(), log());
        }
    }

    private static boolean clashOfPicoB(JsonObject facts) {
        JsonArray clashes = (JsonArray) ((JsonObject) facts.get("broker")).get("clashes");
        return clashes.stream().anyMatch(clash -> "PicoB".equals(((JsonObject) clash).get("clientId")));
    }

    @Test
    void aDeviceThatDoesNotPing() throws Exception {
        try (Socket first = connect()) {
            assertThat(first.getInputStream().readAllBytes())
                    .as("CONNACK, then the end")
                    .hasSize(4);
        }
        try (Socket second = connect()) {
            assertThat(second.getInputStream().read()).as("CONNACK").isEqualTo(0x20);
            await().atMost(LIMIT).until(() -> log().split("csc2106/far/status is online", -1).length > 2);
            GUIDE.requireQuotes(section, log());
        }
    }

    /** CONNECT with a keep-alive of 1 s and a will, then the status {@code online}, retained; and then nothing. */
    private static Socket connect() throws IOException {
        byte[] connect = packet(0x10, "\0\4MQTT\4\56\0\1" + text("Far") + text("csc2106/far/status") + text("offline"));
        byte[] status = packet(0x31, text("csc2106/far/status") + "online");
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), bench.broker());
        socket.setSoTimeout((int) LIMIT.toMillis());
        socket.getOutputStream().write(connect);
        socket.getOutputStream().write(status);
        return socket;
    }

    private static byte[] packet(int type, String body) {
        return ((char) type + String.valueOf((char) body.length()) + body).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(String text) {
        return "\0" + (char) text.length() + text;
    }

    @Test
    void aPressDuringAnOutage() throws Exception {
        try (PageClient page = new PageClient(bench.page())) {
            atRest(page);
            page.forget();
            page.ask("\"do\":\"stop-broker\",\"seconds\":3");
            page.event("devices", e -> connected(e).equals("false"));
            page.press(21);
            page.press(21);
            page.event("pin", PageClient.pinIs(20, "OFF"));
            GUIDE.requireQuotes(section, log());
        }
        // The student's client does not come back by itself.
        student.close();
        student = new Watcher(bench.broker(), "csc2106/led/ack");
    }

    private static String connected(JsonObject devices) {
        return ((JsonArray) devices.get("devices"))
                .stream()
                        .map(JsonObject.class::cast)
                        .filter(device -> "PicoA".equals(device.get("clientId")))
                        .map(device -> String.valueOf(device.get("connected")))
                        .findFirst()
                        .orElse("");
    }

    /** The LED is off. */
    private static void atRest(PageClient page) {
        boolean on = ((JsonArray) page.event("pins", e -> true).get("pins"))
                .stream()
                        .map(JsonObject.class::cast)
                        .anyMatch(pin -> pin.getInteger("pin") == 20 && "ON".equals(pin.get("state")));
        if (on) {
            page.press(21);
            page.event("pin", PageClient.pinIs(20, "OFF"));
        }
    }

    @Test
    void aButtonThatIsNotDebounced() {
        try (PageClient page = new PageClient(bench.page())) {
            int before = log().length();
            for (int i = 0; i < 3; i++) {
                page.ask("\"do\":\"press\",\"pin\":21");
                page.ask("\"do\":\"release\",\"pin\":21");
            }
            await().atMost(LIMIT).until(() -> log().substring(before).split("GP21 pressed", -1).length > 3);
            GUIDE.requireQuotes(section, log().substring(before));
        }
    }

    @Test
    void aCleanSessionLosesWhatWasSentMeanwhile() throws Exception {
        assertThat(toggledByWhatWasSentMeanwhile("cleanSession: true")).isFalse();
        assertThat(toggledByWhatWasSentMeanwhile("cleanSession: false")).isTrue();
    }

    private boolean toggledByWhatWasSentMeanwhile(String session) throws Exception {
        Path file = folder.resolve("led.camel.yaml");
        String shipped = Files.readString(Path.of("src/main/resources/routes/led.camel.yaml"));
        assertThat(shipped).contains("cleanSession: false");
        Files.writeString(file, shipped.replace("cleanSession: false", session));
        String url = "tcp://127.0.0.1:" + bench.broker();
        try (TestLab before = lab(url).start("file:" + file)) {
            before.awaitConnected("led");
        }
        student.publish("csc2106/g8/led/cmd", "TOGGLE");
        return lit(url, "file:" + file, student);
    }

    private TestLab lab(String url) {
        return new TestLab(url, folder).with("lab.root", "csc2106/g8").with("mqtt.client-id-suffix", "-csc2106-g8");
    }

    /** Whether the LED is lit when it is back, and what had waited for it has come. */
    private boolean lit(String url, String device, Watcher sender) throws Exception {
        try (LogLines log = new LogLines("dev.piroutes.routes");
                TestLab after = lab(url).start(device)) {
            after.awaitConnected("led");
            sender.publish("csc2106/g8/led/cmd", "sentinel");
            await().atMost(LIMIT).until(() -> log.contains("sentinel"));
            return after.board().level(20) == Level.HIGH;
        }
    }

    @Test
    void aBrokerStartedInAnotherFolderHasForgotten() throws Exception {
        Path usual = Files.createDirectory(folder.resolve("usual"));
        Path other = Files.createDirectory(folder.resolve("other"));
        try (Broker broker = TestLab.broker(usual);
                Watcher sender = new Watcher(broker.port(), "none")) {
            String url = "tcp://127.0.0.1:" + broker.port();
            try (TestLab lab = lab(url).start("led")) {
                lab.awaitConnected("led");
            }
            sender.publish("csc2106/g8/led/cmd", "TOGGLE");
        }
        for (Path data : List.of(other, usual)) {
            try (Broker broker = TestLab.broker(data);
                    Watcher sender = new Watcher(broker.port(), "none")) {
                assertThat(lit("tcp://127.0.0.1:" + broker.port(), "led", sender))
                        .as("what waited, in " + data.getFileName())
                        .isEqualTo(data.equals(usual));
            }
        }
    }

    @Test
    void aRetainedCommand() throws Exception {
        try (PageClient page = new PageClient(bench.page())) {
            student.publish("csc2106/led/cmd", "TOGGLE".getBytes(), 1, true);
            page.ask("\"do\":\"cut\",\"device\":\"PicoB\"");
            bench.program().awaitOutput("refused a retained message");
            GUIDE.requireQuotes(section, log());
            student.publish("csc2106/led/cmd", new byte[0], 1, true);
        }
    }

    @Test
    void aToolThatAsksForSys() throws Exception {
        for (int i = 0; i < 2; i++) {
            try (MqttClient tool = new MqttClient(
                    "tcp://127.0.0.1:" + bench.broker(), "mqtt-explorer-7c1f", new MemoryPersistence())) {
                tool.connect();
                tool.subscribe("#");
                assertThatThrownBy(() -> tool.subscribe("$SYS/#")).isInstanceOf(MqttException.class);
                tool.disconnect();
            }
        }
        bench.program().awaitOutput("not subscribed");
        GUIDE.requireQuotes(section, log());
        assertThat(log().split("not subscribed", -1)).as("said once").hasSize(2);
    }

    @Test
    void aStatusThatOutlivesItsDevice() throws Exception {
        try (PageClient page = new PageClient(bench.page())) {
            student.publish("csc2106/gone/status", "online".getBytes(), 1, true);
            // What the broker remembers is what the monitor hears of a device that is gone.
            page.ask("\"do\":\"cut\",\"device\":\"Monitor\"");
            bench.program().awaitOutput("was not seen for");
            GUIDE.requireQuotes(section, log());
            student.publish("csc2106/gone/status", new byte[0], 1, true);
        }
    }

    @Test
    void aTakenPort() throws Exception {
        try (Program second = elsewhere("--broker.port=" + bench.broker())) {
            second.awaitOutput("already in use");
            // Who has it is different each time.
            GUIDE.requireQuotes(
                    section, second.output().replaceAll("process \\d+ \\(.*?\\):", "process 812 (mosquitto):"));
        }
    }
}
