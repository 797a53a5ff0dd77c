package dev.piroutes.homeassistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.piroutes.board.Level;
import dev.piroutes.board.VirtualBoard;
import dev.piroutes.mqtt.VirtualBroker;
import dev.piroutes.mqtt.VirtualBroker.Published;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What devices tell Home Assistant of themselves, as the files that ship declare it, and some more. */
class HomeAssistantTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final VirtualBoard board = new VirtualBoard();
    private final VirtualBroker broker = new VirtualBroker();
    private final Main main = new Main();

    @AfterEach
    void stop() {
        main.stop();
        board.close();
    }

    @Test
    void tellsOfTheLabsButtonsAsTriggersWithTheLabsPayloads() throws Exception {
        JsonNode panel = described("PicoA", lab("button-panel"));

        JsonNode toggle = panel.at("/components/toggle-button_TOGGLE");
        assertThat(toggle)
                .isEqualTo(
                        json(
                                """
                {"platform": "device_automation", "automation_type": "trigger", "type": "button_short_press",
                 "subtype": "toggle-button", "topic": "csc2106/led/cmd", "payload": "TOGGLE"}"""));
        JsonNode hello = panel.at("/components/hello-button_HELLO");
        assertThat(hello.get("topic").asText()).isEqualTo("csc2106/led/hello");
        assertThat(hello.get("payload").asText()).isEqualTo("HELLO");
        assertThat(panel.get("components")).hasSize(2);
        assertThat(panel.get("availability_topic").asText()).isEqualTo("csc2106/devA/status");
        assertThat(panel.get("payload_available").asText()).isEqualTo("online");
        assertThat(panel.get("payload_not_available").asText()).isEqualTo("offline");
        assertThat(panel.at("/device/identifiers/0").asText()).isEqualTo("pi-routes-PicoA");
        assertThat(panel.at("/origin/sw_version").asText()).isEqualTo("1.2.3");
    }

    @Test
    void tellsOfTheLabsLedAsAButtonAndAStateBecauseItKnowsToggleOnly() throws Exception {
        JsonNode led = described("PicoB", lab("led"));

        assertThat(led.get("components"))
                .isEqualTo(
                        json(
                                """
                {"led-command_TOGGLE": {"platform": "button", "unique_id": "PicoB-led-command_TOGGLE",
                   "name": "led-command TOGGLE", "command_topic": "csc2106/led/cmd", "payload_press": "TOGGLE"},
                 "led-command_state": {"platform": "binary_sensor", "unique_id": "PicoB-led-command_state",
                   "name": "led-command", "state_topic": "csc2106/led/ack", "payload_on": "ON", "payload_off": "OFF"}}"""));
    }

    @Test
    void tellsOfADimmerAsALightFrom0To100() throws Exception {
        JsonNode lamp = described("Dimmer", example("dimmer")).at("/components/dimmer-command_light");

        assertThat(lamp)
                .isEqualTo(
                        json(
                                """
                {"platform": "light", "unique_id": "Dimmer-dimmer-command_light", "name": "dimmer-command",
                 "command_topic": "csc2106/dimmer/cmd", "payload_on": "ON", "payload_off": "OFF",
                 "brightness_command_topic": "csc2106/dimmer/cmd", "brightness_scale": 100,
                 "on_command_type": "brightness", "brightness_state_topic": "csc2106/dimmer/ack",
                 "state_topic": "csc2106/dimmer/ack", "state_value_template": "{{ 'OFF' if value == '0' else 'ON' }}"}"""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "blind | Blind | blind-command_UP button, blind-command_DOWN button, blind-command_STOP button",
                "blinker | Blinker | blinker-command_SLOW button, blinker-command_FAST button, blinker-command_OFF button",
                "doorbell | Doorbell | doorbell-ring_RING button_short_press, doorbell-urgent_URGENT button_long_press",
                "door | Door | door-state binary_sensor",
                "motion-light | MotionLight | motion-light_CLEAR CLEAR, motion-light_MOTION MOTION"
            })
    void tellsWhatTheExamplesHave(String example, String client, String expected) throws Exception {
        JsonNode components = described(client, example(example)).get("components");

        List<String> found = new ArrayList<>();
        components.properties().forEach(entry -> {
            JsonNode config = entry.getValue();
            found.add(entry.getKey() + " "
                    + config.get(config.has("type") ? "type" : "platform").asText());
        });
        assertThat(found).containsExactlyInAnyOrder(expected.split(", "));
    }

    @Test
    void tellsNothingOfADeviceThatDeclaresNothing() throws Exception {
        start(true, example("led-once"));

        assertThat(broker.published())
                .extracting(Published::topic)
                .noneMatch(topic -> topic.startsWith("homeassistant/") || topic.endsWith("/state"));
    }

    @Test
    void tellsWhatIsDeclaredAsItIsWritten() throws Exception {
        JsonNode lamp = described(
                "Lamp",
                lamp(
                        """
                        platform: switch
                        unique_id: my-lamp
                        name: "say \\"hi\\" \\\\ {{lab.root}} ü\\n"
                        command_topic: "{{lab.root}}/lamp"
                        payload_on: "#1"
                        payload_off: "0"
                        retain: true
                        qos: 2
                        value_template: value_json.on | lower
                        """));

        assertThat(lamp.get("components"))
                .isEqualTo(
                        json(
                                """
                {"lamp-switch": {"platform": "switch", "unique_id": "my-lamp", "name": "say \\"hi\\" \\\\ csc2106 ü\\n",
                 "command_topic": "csc2106/lamp", "payload_on": "#1", "payload_off": "0", "retain": true, "qos": 2,
                 "value_template": "{{ value_json.on | lower }}"}}"""));
        assertThat(lamp.has("availability_topic"))
                .as("a device without a status")
                .isFalse();
    }

    @Test
    void keepsTheStateOfASwitchThatIsOnWhenItsPinIsLow() throws Exception {
        start(
                true,
                lamp(
                        """
                        platform: switch
                        command_topic: "{{lab.root}}/lamp"
                        pin: 4
                        pin_state_topic: "{{lab.root}}/lamp/kept"
                        """));

        assertThat(last("csc2106/lamp/kept")).isEqualTo("OFF");
        assertThat(configs().get(0).at("/components/lamp-switch/state_topic").asText())
                .isEqualTo("csc2106/lamp/kept");
        broker.send("csc2106/lamp", "ON".getBytes(), 1, false);
        await().until(() -> last("csc2106/lamp/kept").equals("ON"));
        assertThat(board.level(4)).isEqualTo(Level.LOW);
    }

    @Test
    void keepsTheStateOfAnOutputWhateverMovesIt() throws Exception {
        start(true, lab("led"));

        assertThat(last("csc2106/led/state")).isEqualTo("OFF");
        broker.send("csc2106/led/cmd", "TOGGLE".getBytes(), 1, false);
        await().until(() -> last("csc2106/led/state").equals("ON"));
        board.makeSafe();

        assertThat(board.level(20)).isEqualTo(Level.LOW);
        await().until(() -> last("csc2106/led/state").equals("OFF"));
        assertThat(broker.published().stream().filter(p -> p.topic().equals("csc2106/led/state")))
                .allMatch(Published::retained)
                .allMatch(published -> published.qos() == 1);
        assertThat(configs()
                        .get(0)
                        .at("/components/led-command_state/state_topic")
                        .asText())
                .isEqualTo("csc2106/led/state");
    }

    @Test
    void clearsWhatWasToldBefore() throws Exception {
        start(HomeAssistant.Mode.CLEAR, false, lab("led"));

        assertThat(broker.published())
                .extracting(Published::topic)
                .containsExactlyInAnyOrder("homeassistant/device/PicoB/config", "csc2106/led/state");
        assertThat(broker.published()).allMatch(p -> p.payload().isEmpty()).allMatch(Published::retained);
    }

    private JsonNode described(String client, Path... files) throws Exception {
        start(false, files);
        String topic = "homeassistant/device/" + client + "/config";
        return json(last(topic));
    }

    private void start(boolean states, Path... files) throws Exception {
        start(HomeAssistant.Mode.ON, states, files);
    }

    private void start(HomeAssistant.Mode mode, boolean states, Path... files) throws Exception {
        main.configure()
                .withRoutesIncludePattern(String.join(
                        ",", Stream.of(files).map(file -> "file:" + file).toList()));
        main.setDefaultPropertyPlaceholderLocation("false");
        main.addOverrideProperty("lab.root", "csc2106");
        main.bind("board", board);
        main.bind("broker", broker);
        main.start();
        new HomeAssistant(main.getCamelContext(), "homeassistant", mode, states, "1.2.3").announce();
    }

    private List<JsonNode> configs() throws IOException {
        List<JsonNode> configs = new ArrayList<>();
        for (Published published : broker.published()) {
            if (published.topic().startsWith("homeassistant/")) {
                assertThat(published.retained()).isTrue();
                configs.add(json(published.payload()));
            }
        }
        return configs;
    }

    private String last(String topic) {
        List<Published> found = broker.published().stream()
                .filter(published -> published.topic().equals(topic))
                .toList();
        assertThat(found).as(topic + " in " + broker.published()).isNotEmpty();
        return found.get(found.size() - 1).payload();
    }

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name + ".camel.yaml"), text);
    }

    private static Path lab(String name) {
        return Path.of("src/main/resources/routes/" + name + ".camel.yaml");
    }

    private static Path example(String name) {
        return Path.of("src/main/resources/examples/" + name + ".camel.yaml");
    }

    /** An output that is on when its pin is low, and what is declared of it. */
    private Path lamp(String options) throws IOException {
        return write(
                "lamp",
                """
                - route:
                    id: lamp
                    from:
                      uri: paho:{{lab.root}}/lamp
                      parameters: {client: "#lamp"}
                      steps:
                        - to: {uri: "gpio:4", parameters: {activeLow: true}}
                - beans:
                    - {name: lamp, type: dev.piroutes.mqtt.MqttDevice, properties: {clientId: Lamp}}
                    - name: lamp-switch
                      type: dev.piroutes.mqtt.HomeAssistantEntity
                      properties:
                        device: "#lamp"
                OPTIONS"""
                        .replace("OPTIONS", options.indent(8)));
    }
}
