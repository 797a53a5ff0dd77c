package dev.piroutes.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import dev.piroutes.kit.Chromium;
import dev.piroutes.kit.Watcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** A class of thirty groups in a real browser: twenty-four are well, the others have what a teacher must see at a glance. */
@Timeout(180)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("full")
class ClassPageBrowserIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path PICTURES = Path.of("target/page");
    private static final String TWICE = "PicoB-csc2106-g11";

    @TempDir
    static Path folder;

    private static final List<MqttClient> CLIENTS = new ArrayList<>();
    private static Bench bench;
    private static Watcher teacher;
    private ChromeDriver browser;

    @BeforeAll
    static void start() throws Exception {
        bench = Bench.start(folder, "--page.groups=g01..g30");
        teacher = new Watcher(bench.broker(), "csc2106/none");
        for (int group = 1; group <= 28; group++) {
            if (group != 19) {
                seat(group);
            }
        }
        retain("csc2106/g30x/devA/status", "online");
    }

    private static void seat(int number) throws MqttException {
        String root = String.format("csc2106/g%02d", number);
        retain(root + "/devA/status", "online");
        if (number != 26) {
            retain(root + "/devB/status", number == 14 ? "offline" : "online");
        }
        if (number % 3 != 0) {
            retain(root + "/checkpoint/device-a", checkpoint(14, 0));
        }
        if (number % 5 == 0) {
            retain(root + "/checkpoint/device-b", checkpoint(18, 2));
        } else if (number % 2 == 0) {
            retain(root + "/checkpoint/device-b", checkpoint(20, 0));
        }
    }

    /** Not retained: seen only by a page that is connected. */
    private static void lastEvents() throws MqttException {
        for (int group = 1; group <= 28; group++) {
            if (group != 19) {
                teacher.publish(String.format("csc2106/g%02d/led/ack", group), group % 2 == 0 ? "ON" : "OFF");
            }
        }
    }

    private static String checkpoint(int passed, int failed) {
        return "{\"passed\":" + passed + ",\"failed\":" + failed + ",\"skipped\":1,\"at\":\"2026-11-24T15:40:00Z\"}";
    }

    private static void retain(String topic, String payload) throws MqttException {
        teacher.publish(topic, payload.getBytes(), 1, true);
    }

    /** Another client comes with the same id, as it does when two Picos run the same file. */
    private static void takeOver() throws MqttException {
        MqttClient client = new MqttClient("tcp://127.0.0.1:" + bench.broker(), TWICE, new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        options.setWill("csc2106/g11/devB/status", "offline".getBytes(), 1, true);
        client.connect(options);
        client.publish("csc2106/g11/devB/status", "online".getBytes(), 1, true);
        CLIENTS.add(client);
    }

    @AfterAll
    static void stop() throws Exception {
        for (MqttClient client : CLIENTS) {
            if (client.isConnected()) {
                client.disconnectForcibly(0, 500);
            }
            client.close(true);
        }
        teacher.close();
        bench.close();
    }

    private void open(boolean phone) {
        browser = Chromium.open(phone);
        browser.get(bench.url() + "class.html");
        eventually("connected", () -> attribute("#connection", "data-state").equals("open"));
        eventually("groups", () -> state("g28").equals("online"));
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

    private String attribute(String css, String name) {
        return String.valueOf(browser.executeScript(
                "return document.querySelector(arguments[0])?.getAttribute(arguments[1]) ?? ''", css, name));
    }

    /** As one script: tiles are filled anew while a test looks. */
    private String text(String css) {
        return String.valueOf(browser.executeScript(
                "return document.querySelector(arguments[0])?.innerText.replace(/\\s+/g, ' ').trim() ?? ''", css));
    }

    private String state(String group) {
        return attribute("[data-group='" + group + "']", "data-state");
    }

    private static String part(String group, String kind, String name) {
        return "[data-group='" + group + "'] [data-" + kind + "='" + name + "']";
    }

    private static void eventually(String what, Callable<Boolean> condition) {
        await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(condition);
    }

    @Test
    @Order(1)
    void aTeacherSeesAtAGlanceWhoIsThereAndWhoIsNot() throws Exception {
        for (int i = 0; i < 5; i++) {
            takeOver();
        }
        open(false);
        lastEvents();

        assertThat(browser.findElements(By.cssSelector(".group"))).hasSize(31);
        assertThat(state("g01")).isEqualTo("online");
        assertThat(state("g14")).isEqualTo("away");
        assertThat(text(part("g14", "device", "devB"))).contains("offline");
        assertThat(state("g26")).as("the one half of it was never heard").isEqualTo("away");
        assertThat(text(part("g26", "device", "devB"))).contains("not seen");
        assertThat(state("g19")).isEqualTo("never");
        assertThat(state("g30")).isEqualTo("never");
        assertThat(text("[data-group='g30x']")).contains("not in page.groups");
        eventually("flapping", () -> state("g11").equals("flapping"));
        assertThat(text(part("g11", "device", "devB"))).contains("offline 4×");
        assertThat(text("#clash")).contains("Client id " + TWICE + " is used twice");
        assertThat(text("#counts")).contains("24 all online", "3 a device away", "1 flapping", "3 not seen");

        assertThat(attribute(part("g02", "checkpoint", "device-a"), "data-state"))
                .isEqualTo("passed");
        assertThat(text(part("g05", "checkpoint", "device-b"))).contains("2 failed");
        assertThat(text("#passed")).isEqualTo("device-a passed by 18 · device-b passed by 12");
        eventually("events", () -> text("[data-group='g02'] .last").startsWith("led/ack ON"));
        eventually("the last", () -> text("[data-group='g28'] .last").startsWith("led/ack ON"));
        picture("class", false);
    }

    @Test
    @Order(2)
    void whatChangesIsSeenAtOnce() throws Exception {
        open(false);
        retain("csc2106/g03/devB/status", "offline");
        eventually("offline", () -> state("g03").equals("away"));
        assertThat(text(part("g03", "device", "devB"))).matches("○ devB offline \\d+ s");
        assertThat(text(part("g04", "device", "devB"))).matches("● devB online >\\d+ s");
        retain("csc2106/g03/devB/status", "online");
        eventually("online", () -> state("g03").equals("online"));
        retain("csc2106/g03/checkpoint/device-b", checkpoint(20, 0));
        eventually("passed", () -> attribute(part("g03", "checkpoint", "device-b"), "data-state")
                .equals("passed"));
        retain("csc2106/g03/checkpoint/device-b", "");
        eventually("taken back", () -> attribute(part("g03", "checkpoint", "device-b"), "data-state")
                .isEmpty());
        teacher.publish("csc2106/g03/led/hello", "HELLO");
        eventually("event", () -> text("[data-group='g03'] .last").startsWith("led/hello HELLO"));
    }

    @Test
    @Order(3)
    void aCountShowsItsGroupsAlone() {
        open(false);
        browser.findElement(By.id("only-never")).click();
        eventually("three are left", () -> shown() == 3);
        browser.findElement(By.id("only-never")).click();
        eventually("all are back", () -> shown() == 31);
    }

    private long shown() {
        return (Long) Objects.requireNonNull(
                browser.executeScript("return document.querySelectorAll('.group:not([hidden])').length"));
    }

    @Test
    @Order(4)
    void namesAndPayloadsAreText() throws Exception {
        open(false);
        String evil = "<img src=x onerror=\"document.title='hacked'\">";
        String group = "csc2106/" + evil.replace("/", "");
        retain(group + "/devB/status", evil);
        retain(group + "/checkpoint/" + evil, checkpoint(1, 0));
        teacher.publish(group + "/led/ack", evil);
        eventually(
                "shown as text",
                () -> text("[data-group^='<img'] .more").contains("led/ack " + evil)
                        && text("[data-group^='<img'] .more").contains("✓ " + evil));
        assertThat(browser.getTitle()).isEqualTo("Pi Routes class");
        assertThat(browser.findElements(By.cssSelector("main img"))).isEmpty();
        retain(group + "/devB/status", "");
        retain(group + "/checkpoint/" + evil, "");
        eventually("gone", () -> shown() == 31);
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark", "phone"})
    @Order(5)
    void fitsTheScreenAndAxeFindsNoSeriousViolation(String look) throws Exception {
        boolean phone = look.equals("phone");
        open(phone);
        if (phone) {
            assertThat(browser.executeScript("return document.documentElement.scrollWidth"))
                    .isEqualTo(360L);
            assertThat(text("[data-group='g02'] .more")).as("folded").isEmpty();
        } else {
            browser.executeScript("document.documentElement.dataset.theme = arguments[0]", look);
        }
        picture("class-" + look, true);
        assertThat(roomBelow()).as("room below g30").isNotNegative();

        if (phone) {
            browser.findElement(By.cssSelector("[data-group='g14'] summary")).click();
            eventually("unfolded", () -> text(part("g14", "device", "devB")).contains("offline"));
            picture("class-unfolded", true);
        }
        List<Rule> violations = new AxeBuilder().analyze(browser).getViolations();
        assertThat(violations)
                .filteredOn(rule -> Set.of("serious", "critical").contains(rule.getImpact()))
                .extracting(rule -> rule.getId() + " " + rule.getNodes())
                .isEmpty();
    }

    /** Pixels below the thirtieth group, had the first test not left a banner. */
    private double roomBelow() {
        return ((Number) Objects.requireNonNull(
                        browser.executeScript("return innerHeight + document.getElementById('clash').offsetHeight"
                                + " - document.querySelector('[data-group=g30]').getBoundingClientRect().bottom")))
                .doubleValue();
    }

    @Test
    @Order(6)
    void theBenchSaysThatThereIsAClassAndLeavesItsDevicesToIt() {
        browser = Chromium.open(false);
        browser.get(bench.url());
        eventually("the trace to it", () -> text("#class-link").equals("Class: 31 groups"));
        eventually("devices", () -> attribute("#device-PicoB", "data-status").equals("online"));
        assertThat(browser.findElements(By.cssSelector("#device-devB"))).isEmpty();
        browser.findElement(By.id("class-link")).click();
        eventually("the class", () -> state("g01").equals("online"));
    }

    /** For docs/page, where class.png is the picture of the first test. */
    private void picture(String name, boolean variant) throws IOException {
        Path folder = Files.createDirectories(variant ? PICTURES.resolve("variants") : PICTURES);
        Files.write(folder.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }
}
