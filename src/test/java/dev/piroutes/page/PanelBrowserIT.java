package dev.piroutes.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import dev.piroutes.kit.Chromium;
import dev.piroutes.kit.FreePort;
import dev.piroutes.kit.Program;
import dev.piroutes.kit.Watcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** The panel in a real browser: what a household switches, sets and reads. */
@Timeout(180)
@Tag("full")
class PanelBrowserIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path PICTURES = Path.of("target/page");

    /** A device without a pin, so that its program has no virtual board. */
    private static final String HOUSE =
            """
            - route:
                id: lamp
                from:
                  uri: paho:{{lab.root:csc2106}}/lamp/cmd
                  parameters: {client: "#house", qos: 1}
                  steps:
                    - to: {uri: "paho:{{lab.root:csc2106}}/lamp/ack", parameters: {client: "#house", qos: 1, retained: true}}
            - route:
                id: heating
                from:
                  uri: paho:{{lab.root:csc2106}}/heating/cmd
                  parameters: {client: "#house", qos: 1}
                  steps:
                    - setBody: {simple: {expression: '{"target":${body}}'}}
                    - to: {uri: "paho:{{lab.root:csc2106}}/heating/state", parameters: {client: "#house", qos: 1, retained: true}}
            - beans:
                - name: house
                  type: dev.piroutes.mqtt.MqttDevice
                  properties: {clientId: House, statusTopic: "{{lab.root:csc2106}}/house/status"}
                - name: lamp
                  type: dev.piroutes.mqtt.HomeAssistantEntity
                  properties:
                    device: "#house"
                    platform: switch
                    name: Lamp
                    command_topic: "{{lab.root:csc2106}}/lamp/cmd"
                    state_topic: "{{lab.root:csc2106}}/lamp/ack"
                - name: dumb
                  type: dev.piroutes.mqtt.HomeAssistantEntity
                  properties:
                    device: "#house"
                    platform: switch
                    name: Garden lamp
                    command_topic: "{{lab.root:csc2106}}/dumb/cmd"
                    state_topic: "{{lab.root:csc2106}}/dumb/state"
                - name: heating
                  type: dev.piroutes.mqtt.HomeAssistantEntity
                  properties:
                    device: "#house"
                    platform: number
                    name: Heating
                    min: 5
                    max: 30
                    step: 0.5
                    unit_of_measurement: °C
                    device_class: temperature
                    command_topic: "{{lab.root:csc2106}}/heating/cmd"
                    state_topic: "{{lab.root:csc2106}}/heating/state"
                    value_template: value_json.target | float
                - name: room
                  type: dev.piroutes.mqtt.HomeAssistantEntity
                  properties:
                    device: "#house"
                    platform: sensor
                    name: Living room
                    device_class: temperature
                    unit_of_measurement: °C
                    state_topic: "{{lab.root:csc2106}}/room/climate"
                    value_template: value_json.temperature | round(1)
            """;

    /** A pin that nothing declares. */
    private static final String PORCH =
            """
            - route:
                id: porch
                description: Lights the porch
                from:
                  uri: paho:{{lab.root:csc2106}}/porch/cmd
                  parameters: {client: "#porch", qos: 1}
                  steps:
                    - to: {uri: "gpio:27"}
            - beans:
                - name: porch
                  type: dev.piroutes.mqtt.MqttDevice
                  properties: {clientId: Porch, statusTopic: "{{lab.root:csc2106}}/porch/status"}
            """;

    @TempDir
    static Path folder;

    private static Bench bench;
    private static Watcher watcher;
    private ChromeDriver browser;

    @BeforeAll
    static void start() throws Exception {
        write(folder);
        Files.writeString(folder.resolve("routes/porch.camel.yaml"), PORCH);
        bench = Bench.start(folder);
        watcher = new Watcher(bench.broker(), "csc2106/#");
    }

    private static void write(Path folder) throws IOException {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Files.writeString(routes.resolve("house.camel.yaml"), HOUSE);
    }

    @AfterAll
    static void stop() throws Exception {
        watcher.close();
        bench.close();
    }

    private void open(boolean phone, String url) {
        browser = Chromium.open(phone);
        browser.get(url + "panel.html");
        eventually("connected", () -> attribute("#connection", "data-state").equals("open"));
        eventually("the device", () -> attribute("[data-device=House]", "data-away")
                .equals("false"));
    }

    @AfterEach
    void close() {
        if (browser != null) {
            List<LogEntry> errors = browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                    .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                    .toList();
            browser.quit();
            assertThat(errors).as("the browser's console").isEmpty();
        }
    }

    private static String thing(String id) {
        return "[data-id='" + id + "']";
    }

    private WebElement find(String css) {
        return browser.findElement(By.cssSelector(css));
    }

    private String attribute(String css, String name) {
        return String.valueOf(browser.executeScript(
                "return document.querySelector(arguments[0])?.getAttribute(arguments[1]) ?? ''", css, name));
    }

    private String text(String css) {
        return String.valueOf(browser.executeScript(
                "return document.querySelector(arguments[0])?.innerText.replace(/\\s+/g, ' ').trim() ?? ''", css));
    }

    private boolean isTrue(String script, Object... arguments) {
        return Boolean.TRUE.equals(browser.executeScript("return " + script, arguments));
    }

    private static void eventually(String what, Callable<Boolean> condition) {
        await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(condition);
    }

    @Test
    void aSwitchSwitchesAndShowsWhatItsDeviceSays() {
        open(false, bench.url());
        String lamp = thing("lamp");
        WebElement control = find(lamp + " [role=switch]");
        assertThat(control.getAccessibleName()).isEqualTo("Lamp");
        for (String state : List.of("on", "off")) {
            eventually("ready", () -> !attribute(lamp, "data-state").equals(state));
            if (state.equals("on")) {
                control.click();
            } else {
                control.sendKeys(Keys.SPACE);
            }
            watcher.awaitSeen("csc2106/lamp/ack", state.toUpperCase());
            eventually(
                    "answered",
                    () -> attribute(lamp, "data-pending").isEmpty()
                            && attribute(lamp + " [role=switch]", "aria-busy").isEmpty()
                            && attribute(lamp, "data-state").equals(state));
            assertThat(text(lamp + " .words")).isEqualTo(state);
        }
    }

    @Test
    void aDeviceThatDoesNotAnswerIsShownAsItWas() throws Exception {
        watcher.publish("csc2106/dumb/state", "OFF".getBytes(), 1, true);
        open(false, bench.url());
        String dumb = thing("dumb");
        eventually("off", () -> text(dumb + " .words").equals("off"));
        find(dumb + " [role=switch]").click();
        watcher.awaitSeen("csc2106/dumb/cmd", "ON");
        eventually("given up", () -> text(dumb + " .line").startsWith("No answer in 5 seconds"));
        assertThat(attribute(dumb + " [role=switch]", "aria-checked")).isEqualTo("false");
        assertThat(isTrue("document.querySelector(arguments[0]).hasAttribute('data-pending')", dumb))
                .isFalse();
    }

    @Test
    void aSliderDoesNotFloodAndItsLastValueIsSet() throws Exception {
        open(false, bench.url());
        watcher.clear();
        browser.executeScript(
                "const slider = document.querySelector(arguments[0]);"
                        + "for (let value = 5; value <= 21.5; value += 0.1) {"
                        + " slider.value = value; slider.dispatchEvent(new Event('input', { bubbles: true })); }"
                        + "slider.value = 21.5; slider.dispatchEvent(new Event('change', { bubbles: true }));",
                thing("heating") + " input");
        watcher.awaitSeen("csc2106/heating/state", "{\"target\":21.5}");
        eventually(
                "shown",
                () -> text(thing("heating") + " output").equals("21.5 °C")
                        && attribute(thing("heating"), "data-pending").isEmpty());
        assertThat(watcher.seen().stream().filter(seen -> seen.topic().equals("csc2106/heating/cmd")))
                .hasSizeLessThan(4);
        assertThat(find(thing("heating") + " input").getAccessibleName()).isEqualTo("Heating");

        watcher.publish("csc2106/heating/state", "{\"target\":18}".getBytes(), 1, true);
        eventually("moved by another", () -> text(thing("heating") + " output").equals("18.0 °C"));
    }

    @Test
    void aValueAppearsAndIsText() throws Exception {
        open(false, bench.url());
        watcher.publish("csc2106/room/climate", "{\"temperature\":21.449}");
        eventually("value", () -> text(thing("room") + " .reading").equals("21.4 °C"));
        watcher.publish("csc2106/room/climate", "{\"temperature\":\"<img src=x>\"}");
        eventually("no number", () -> !text(thing("room") + " .reading").startsWith("21.4"));
        watcher.publish("csc2106/lamp/ack", "<img src=x onerror=\"document.title='hacked'\">");
        eventually("as text", () -> text(thing("lamp") + " .words").startsWith("<img src=x"));
        assertThat(browser.getTitle()).isEqualTo("Pi Routes panel");
        assertThat(browser.findElements(By.cssSelector("main img"))).isEmpty();
    }

    @Test
    void aDeviceThatIsOfflineGreysOut() throws Exception {
        open(false, bench.url());
        watcher.publish("csc2106/house/status", "offline".getBytes(), 1, true);
        eventually("away", () -> attribute("[data-device=House]", "data-away").equals("true"));
        assertThat(text("[data-device=House] .status")).isEqualTo("offline");
        assertThat(text(thing("lamp") + " .words")).isEqualTo("cannot be reached");
        assertThat(find(thing("lamp") + " [role=switch]").isEnabled()).isFalse();
        watcher.publish("csc2106/house/status", "online".getBytes(), 1, true);
        eventually("back", () -> attribute("[data-device=House]", "data-away").equals("false"));
        eventually("enabled", () -> find(thing("lamp") + " [role=switch]").isEnabled());
    }

    @Test
    void anOutputThatNothingDeclaresIsASwitch() {
        open(false, bench.url());
        String led = "[data-device=Porch] " + thing("gpio-27");
        String before = attribute(led, "data-state");
        find(led + " [role=switch]").click();
        eventually("moved", () -> !attribute(led, "data-state").equals(before));
        assertThat(find(led + " [role=switch]").getAccessibleName()).isEqualTo("LED on GP27");
        assertThat(text(led + " .words")).endsWith(" · Lights the porch");
        // PicoB's file declares its own.
        assertThat(browser.findElements(By.cssSelector(thing("gpio-20")))).isEmpty();
    }

    @Test
    void withoutPermissionItOnlyShowsAndSaysWhy(@TempDir Path other) throws Exception {
        write(other);
        int port = FreePort.find();
        try (Program real = Program.start(other, "--routes.dir=routes", "--broker.port=0", "--page.port=" + port)) {
            real.awaitReady();
            real.awaitOutput("page +http");
            open(false, "http://127.0.0.1:" + port + "/");
            eventually("the reason", () -> text("#read-only").contains("--page.control=true"));
            assertThat(browser.findElements(By.cssSelector("main button, main input")))
                    .isNotEmpty()
                    .noneMatch(WebElement::isEnabled);
        }
    }

    @Test
    void thereIsAWayFromTheBenchAndBack() {
        open(false, bench.url());
        find("a[href='./']").click();
        eventually("the bench", () -> attribute("#device-House", "data-status").equals("online"));
        find("a[href='panel.html']").click();
        eventually(
                "the panel", () -> attribute("[data-device=House]", "data-away").equals("false"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark", "phone"})
    void axeFindsNoSeriousViolation(String look) throws Exception {
        boolean phone = look.equals("phone");
        open(phone, bench.url());
        if (phone) {
            assertThat(browser.executeScript("return document.documentElement.scrollWidth"))
                    .isEqualTo(360L);
        } else {
            browser.executeScript("document.documentElement.dataset.theme = arguments[0]", look);
        }
        Path pictures = Files.createDirectories(PICTURES.resolve("variants"));
        Files.write(pictures.resolve("panel-" + look + ".png"), browser.getScreenshotAs(OutputType.BYTES));
        List<Rule> violations = new AxeBuilder().analyze(browser).getViolations();
        assertThat(violations)
                .filteredOn(rule -> Set.of("serious", "critical").contains(Objects.requireNonNull(rule.getImpact())))
                .extracting(rule -> rule.getId() + " " + rule.getNodes())
                .isEmpty();
    }
}
