package dev.piroutes.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.piroutes.board.Level;
import dev.piroutes.board.LevelChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The Kamelets that ship, as routes use them. */
class KameletsTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??(\\w+)}}");

    private TestBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new TestBench();
        // As the program sets it.
        bench.context.getComponent("kamelet", KameletComponent.class).setNoErrorHandler(true);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void load(String yaml) throws Exception {
        PluginHelper.getRoutesLoader(bench.context).loadRoutes(ResourceHelper.fromString("device.camel.yaml", yaml));
    }

    private void button(String id, String parameters) throws Exception {
        load(
                """
                - route:
                    id: %s
                    from:
                      uri: kamelet:gpio-button-source
                      parameters: { %s }
                      steps:
                        - to: { uri: "mock:%1$s" }
                """
                        .formatted(id, parameters));
    }

    private void output(String id, String kamelet, String parameters) throws Exception {
        load(
                """
                - route:
                    id: %s
                    from:
                      uri: direct:%1$s
                      steps:
                        - to:
                            uri: kamelet:%s
                            parameters: { %s }
                """
                        .formatted(id, kamelet, parameters));
    }

    /** When the pin changed, in milliseconds. */
    private List<Long> changes(int pin) {
        return bench.board.history(pin).stream()
                .map(LevelChange::nanoTime)
                .map(nanos -> nanos / 1_000_000)
                .toList();
    }

    @Test
    void buttonIsOneToGroundUnlessSaidOtherwise() throws Exception {
        button("bell", "pin: 21");
        button("gate", "pin: 22, pull: down, activeLow: false, event: change");
        MockEndpoint bell = bench.context.getEndpoint("mock:bell", MockEndpoint.class);
        MockEndpoint gate = bench.context.getEndpoint("mock:gate", MockEndpoint.class);
        bell.expectedBodiesReceived("press");
        gate.expectedBodiesReceived("ON", "OFF");

        bench.press(21);
        bench.board.drive(22, Level.HIGH);
        bench.time.advance(20);
        bench.release(21);
        bench.release(22);
        bench.time.advance(20);

        MockEndpoint.assertIsSatisfied(bench.context);
    }

    @Test
    void buttonTellsAClickFromALongPressInItsTimes() throws Exception {
        button("short", "pin: 21, event: click, doubleClickTime: '0', longPressTime: 2s, debounce: 5ms");
        button("long", "pin: 21, event: long-press, longPressTime: 2s, debounce: 5ms");
        MockEndpoint clicks = bench.context.getEndpoint("mock:short", MockEndpoint.class);
        MockEndpoint holds = bench.context.getEndpoint("mock:long", MockEndpoint.class);
        clicks.expectedBodiesReceived("click");
        holds.expectedBodiesReceived("long-press");

        bench.press(21);
        bench.time.advance(1_900);
        bench.release(21);
        bench.time.advance(100);
        bench.press(21);
        bench.time.advance(2_100);
        bench.release(21);
        bench.time.advance(100);

        MockEndpoint.assertIsSatisfied(bench.context);
    }

    @Test
    void ledObeysAndAnswersItsState() throws Exception {
        output("led", "gpio-led-sink", "pin: 20");

        assertThat(bench.send("led", "ON")).isEqualTo("ON");
        assertThat(bench.send("led", "TOGGLE")).isEqualTo("OFF");
        assertThat(bench.board.level(20)).isEqualTo(Level.LOW);
    }

    @Test
    void ledMayFlashWhateverTheBody() throws Exception {
        output(
                "led",
                "gpio-led-sink",
                "pin: 20, activeLow: true, action: BLINK, onTime: 100ms, offTime: 200ms, count: 2");
        assertThat(bench.board.level(20)).as("off at start, by a high level").isEqualTo(Level.HIGH);

        bench.send("led", "anything");
        bench.time.advance(5_000);

        assertThat(changes(20)).containsExactly(0L, 0L, 100L, 300L, 400L);
    }

    @Test
    void relaySwitchesItselfOff() throws Exception {
        output("pump", "gpio-relay-sink", "pin: 16, maxOnTime: 5s");
        assertThat(bench.board.level(16)).as("off at start, by a high level").isEqualTo(Level.HIGH);

        bench.send("pump", "ON");
        bench.time.advance(3_000);
        bench.send("pump", "ON");
        bench.time.advance(1_999);
        assertThat(bench.board.level(16)).isEqualTo(Level.LOW);
        bench.time.advance(1);

        assertThat(bench.board.level(16)).isEqualTo(Level.HIGH);
    }

    @Test
    void relaysOfAGroupAreNeverOnTogether() throws Exception {
        output("up", "gpio-relay-sink", "pin: 16, maxOnTime: 30s, group: blind");
        output("down", "gpio-relay-sink", "pin: 12, maxOnTime: 30s, group: blind");

        bench.send("up", "ON");
        bench.send("down", "ON");

        assertThat(bench.board.level(16)).isEqualTo(Level.HIGH);
        assertThat(bench.board.level(12)).isEqualTo(Level.LOW);
    }

    @Test
    void relayWithoutALimitIsRefused() {
        assertThat(TestBench.root(catchThrowable(() -> output("pump", "gpio-relay-sink", "pin: 16"))))
                .contains("gpio-relay-sink", "mandatory", "maxOnTime");
    }

    @Test
    void twoUsesOfAPinShareIt() throws Exception {
        output("one", "gpio-led-sink", "pin: 20");
        output("two", "gpio-led-sink", "pin: GP20, action: BLINK, count: 1");
        bench.output("plain", "gpio:20");

        bench.send("one", "ON");

        assertThat(bench.send("plain", "READ")).isEqualTo("ON");
    }

    @Test
    void conflictNamesTheRoutesThatAPersonWrote() throws Exception {
        output("lamp", "gpio-led-sink", "pin: 20");

        assertThat(TestBench.root(catchThrowable(() -> button("bell", "pin: 20"))))
                .startsWith("gpio:20 (header pin 38): route 'bell' wants it as an input")
                .contains("but route 'lamp' has it as an output");
    }

    @Test
    void whatFailsInAKameletFailsTheStep() throws Exception {
        output("lamp", "gpio-led-sink", "pin: 20");

        assertThat(TestBench.root(catchThrowable(() -> bench.send("lamp", "LIGHT"))))
                .startsWith("gpio:20 (header pin 38): the action must be one of");
    }

    @Test
    void kameletInARouteThatIsOffLeavesThePinAlone() throws Exception {
        load(
                """
                - route:
                    id: spare
                    autoStartup: false
                    from:
                      uri: direct:spare
                      steps:
                        - to: { uri: kamelet:gpio-led-sink, parameters: { pin: 20 } }
                """);

        assertThat(bench.board.lines()).isEmpty();
        bench.input("other", "gpio:20");
    }

    @Test
    void heldButtonIsReportedAfterARestartOfItsRoute() throws Exception {
        button("bell", "pin: 21");
        MockEndpoint bell = bench.context.getEndpoint("mock:bell", MockEndpoint.class);
        bench.context.getRouteController().stopRoute("bell");
        bench.context.getRouteController().startRoute("bell");

        bench.press(21);
        bench.time.advance(20);

        await().atMost(Duration.ofSeconds(5)).until(() -> bell.getReceivedCounter() == 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpio-button-source", "gpio-led-sink", "gpio-relay-sink"})
    @SuppressWarnings("unchecked")
    void everyParameterIsExplained(String name) throws IOException {
        String text = Files.readString(Path.of("src/main/resources/kamelets/" + name + ".kamelet.yaml"));
        Map<String, Object> kamelet =
                (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(text);
        assertThat((Map<String, Object>) kamelet.get("metadata")).containsEntry("name", name);
        Map<String, Object> definition =
                (Map<String, Object>) ((Map<String, Object>) kamelet.get("spec")).get("definition");
        assertThat(definition).containsKeys("title", "description");
        Map<String, Map<String, Object>> properties = (Map<String, Map<String, Object>>) definition.get("properties");

        properties.forEach((key, property) ->
                assertThat(property).as(key).containsKeys("title", "description", "type", "example"));
        Set<String> used = new TreeSet<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            used.add(matcher.group(1));
        }
        assertThat(used).containsExactlyInAnyOrderElementsOf(properties.keySet());
        List<String> required = (List<String>) definition.get("required");
        properties.forEach((key, property) -> assertThat(
                        required.contains(key) || property.containsKey("default") || text.contains("{{?" + key + "}}"))
                .as(key + " is required, or has a default, or may be left out")
                .isTrue());
    }
}
