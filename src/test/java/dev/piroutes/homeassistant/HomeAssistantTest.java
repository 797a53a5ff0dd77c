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
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What devices tell Home Assistant of themselves, on the routes that ship and on some more. */
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
                "motion-light | MotionLight | motion-light_CLEAR CLEAR, motion-light_MOTION MOTION"
            })
    void tellsWhatTheExamplesHave(String example, String client, String expected) throws Exception {
        JsonNode components = described(client, example(example)).get("components");

        List<String> found = new ArrayList<>();
        components.fields().forEachRemaining(entry -> {
            JsonNode config = entry.getValue();
            found.add(entry.getKey() + " "
                    + config.get(config.has("type") ? "type" : "platform").asText());
        });
        assertThat(found).containsExactlyInAnyOrder(expected.split(", "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"led-once", "led-until", "watchdog", "rule-visitor"})
    void claimsNothingOfWhatOnlyARunningRouteKnows(String example) throws Exception {
        start(false, example(example));

        assertThat(configs()).isEmpty();
    }

    @Test
    void tellsOfAnOutputThatTakesOnAndOffAsASwitch() throws Exception {
        JsonNode lamp = described("Lamp", lamp(""));

        assertThat(lamp.at("/components/lamp_switch"))
                .isEqualTo(
                        json(
                                """
                {"platform": "switch", "unique_id": "Lamp-lamp_switch", "name": "lamp", "command_topic": "csc2106/lamp",
                 "payload_on": "ON", "payload_off": "OFF", "state_topic": "csc2106/lamp/ack"}"""));
        assertThat(lamp.at("/components/lamp_TOGGLE/platform").asText()).isEqualTo("button");
        assertThat(lamp.get("components")).hasSize(2);
    }

    @Test
    void doesNotTakeAnOutputThatAlwaysTogglesForASwitch() throws Exception {
        JsonNode lamp = described("Lamp", lamp("parameters: {action: TOGGLE}"));

        assertThat(lamp.get("components").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("lamp_TOGGLE", "lamp_state");
    }

    @Test
    void escapesWhatARouteSays() throws Exception {
        Path file = write(
                "shout",
                """
                - route:
                    id: shout
                    from:
                      uri: gpio:17
                      steps:
                        - setBody: {constant: {expression: "say \\"hi\\" \\\\ {{{{lab.root}}}} ü\\n"}}
                        - to: {uri: "paho:{{lab.root}}/shout", parameters: {client: "#shout"}}
                - beans:
                    - {name: shout, type: dev.piroutes.mqtt.MqttDevice, properties: {clientId: Shout}}
                """
                        .replace("{{{{lab.root}}}}", "{{lab.root}}"));

        JsonNode shout = described("Shout", file);

        JsonNode trigger = shout.get("components").elements().next();
        assertThat(trigger.get("payload").asText()).isEqualTo("say \"hi\" \\ csc2106 ü\n");
        assertThat(shout.get("components").fieldNames().next()).matches("shout_[A-Za-z0-9_-]+");
        assertThat(shout.has("availability_topic"))
                .as("a device without a status")
                .isFalse();
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

    /** Of every component that ships: what the documentation demands is there, and nothing that it does not know. */
    @Test
    void saysWhatIsDocumented() throws Exception {
        start(
                false,
                Stream.of("blind", "blinker", "dimmer", "doorbell", "motion-light")
                        .map(HomeAssistantTest::example)
                        .toArray(Path[]::new));
        JsonNode documented;
        try (InputStream in = getClass().getResourceAsStream("/homeassistant/documented.json")) {
            documented = JSON.readTree(in);
        }
        List<JsonNode> configs = configs();
        assertThat(configs).hasSize(5);
        for (JsonNode config : configs) {
            fits(config, documented.get("device"));
            assertThat(config.at("/device/identifiers")).isNotEmpty();
            config.get("components")
                    .forEach(component -> fits(
                            component, documented.get(component.get("platform").asText())));
        }
    }

    private static void fits(JsonNode said, JsonNode documented) {
        TreeSet<String> keys = new TreeSet<>();
        said.fieldNames().forEachRemaining(keys::add);
        assertThat(keys)
                .as(documented.get("docs").asText())
                .containsAll(texts(documented.get("required")))
                .isSubsetOf(texts(documented.get("known")));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
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

    /** The shortest route there is for an output: what it is told decides. */
    private Path lamp(String parameters) throws IOException {
        return write(
                "lamp",
                """
                - route:
                    id: lamp
                    from:
                      uri: paho:{{lab.root}}/lamp
                      parameters: {client: "#lamp"}
                      steps:
                        - to:
                            uri: gpio:4
                            PARAMETERS
                        - to: {uri: "paho:{{lab.root}}/lamp/ack", parameters: {client: "#lamp"}}
                - beans:
                    - {name: lamp, type: dev.piroutes.mqtt.MqttDevice, properties: {clientId: Lamp}}
                """
                        .replace("PARAMETERS", parameters));
    }
}
