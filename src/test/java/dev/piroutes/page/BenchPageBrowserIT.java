package dev.piroutes.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import dev.piroutes.kit.Chromium;
import dev.piroutes.kit.Watcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/** The page in a real browser, with mouse and keyboard. */
@Timeout(180)
@Tag("full")
class BenchPageBrowserIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static Bench bench;
    private ChromeDriver browser;

    @BeforeAll
    static void start() throws Exception {
        bench = Bench.start(folder, "--monitor.not-seen=2s");
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    @BeforeEach
    void open() {
        open(false);
    }

    private void open(boolean phone) {
        browser = Chromium.open(phone);
        browser.get(bench.url());
        eventually("connected", () -> attribute("#connection", "data-state").equals("open"));
        eventually("devices", () -> attribute("#device-PicoB", "data-status").equals("online"));
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

    private WebElement find(String css) {
        return browser.findElement(By.cssSelector(css));
    }

    private String attribute(String css, String name) {
        try {
            List<WebElement> found = browser.findElements(By.cssSelector(css));
            return found.isEmpty()
                    ? ""
                    : Objects.requireNonNullElse(found.get(0).getDomAttribute(name), "");
        } catch (StaleElementReferenceException e) {
            return "";
        }
    }

    private String statuses() {
        return "page " + attribute("#connection", "data-state") + ", PicoA " + attribute("#device-PicoA", "data-status")
                + ", PicoB " + attribute("#device-PicoB", "data-status");
    }

    private static void eventually(String what, Callable<Boolean> condition) {
        await(what).atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(condition);
    }

    private boolean logged(String topic, String payload) {
        return Boolean.TRUE.equals(browser.executeScript(
                "return [...document.querySelectorAll('#log li')].some(row => row.dataset.topic === arguments[0]"
                        + " && row.querySelector('.payload').textContent === arguments[1])",
                topic,
                payload));
    }

    private void hold(String css, Duration time) {
        new Actions(browser)
                .moveToElement(find(css))
                .clickAndHold()
                .pause(time)
                .release()
                .perform();
    }

    @Test
    void aPressLightsTheLedAndTheAckIsShown() {
        String before = attribute("#pin-20", "data-state");
        String after = before.equals("ON") ? "OFF" : "ON";
        hold("#pin-21 .cap", Duration.ofMillis(80));

        eventually("LED", () -> attribute("#pin-20", "data-state").equals(after));
        eventually("ack", () -> logged("csc2106/led/ack", after));
        eventually(
                "legs", () -> attribute("#traces .trace", "data-legs").equals("press,publish,broker,handled,pin,ack"));
        eventually("done", () -> attribute("#traces .trace", "data-done").equals("true"));
        assertThat(find("#pin-20").getAccessibleName()).isEqualTo("GP20 LED: " + after.toLowerCase());
    }

    @Test
    void aButtonIsPressedAsLongAsItIsHeld() {
        Actions finger =
                new Actions(browser).moveToElement(find("#pin-17 .cap")).clickAndHold();
        finger.perform();
        eventually("pressed", () -> attribute("#pin-17", "aria-pressed").equals("true"));
        eventually("long press", () -> logged("csc2106/held", "HELD"));
        assertThat(attribute("#pin-17", "aria-pressed")).isEqualTo("true");
        new Actions(browser).release().perform();
        eventually("released", () -> attribute("#pin-17", "aria-pressed").equals("false"));
    }

    @Test
    void theKeyboardDoesTheSame() {
        String before = attribute("#pin-20", "data-state");
        browser.executeScript("document.getElementById('pin-21').focus()");
        new Actions(browser)
                .keyDown(Keys.SPACE)
                .pause(Duration.ofMillis(80))
                .keyUp(Keys.SPACE)
                .perform();
        eventually("LED", () -> !attribute("#pin-20", "data-state").equals(before));
    }

    @Test
    void aStoppedBrokerIsSeenAndSoIsItsReturn() {
        find("#stop-broker").click();
        for (String device : List.of("PicoA", "PicoB")) {
            eventually(
                    device, () -> attribute("#device-" + device, "data-status").equals("offline"));
        }
        await("back").atMost(Duration.ofSeconds(40)).untilAsserted(() -> assertThat(statuses())
                .isEqualTo("page open, PicoA online, PicoB online"));
        eventually("story", () -> find("#stop-result").getText().contains("PicoB offline after"));
        eventually("heard again", () -> !find("#unheard").isDisplayed());
    }

    @Test
    void payloadsAndTopicsAreText() {
        String payload = "<script>document.title='hacked'</script><img src=x onerror=\"document.title='hacked'\">";
        find("#publish-topic").sendKeys("csc2106/<b>bold</b>");
        find("#publish-payload").sendKeys(payload);
        find("#publish-button").click();

        eventually("shown as text", () -> logged("csc2106/<b>bold</b>", payload));
        assertThat(browser.getTitle()).isEqualTo("Pi Routes bench");
        assertThat(browser.findElements(By.cssSelector("main b script, #log img, #tree b, #tree img")))
                .isEmpty();
    }

    @Test
    void aRetainedCommandIsWarnedOfAndCanBeCleared() {
        find("#publish-topic").sendKeys("csc2106/led/cmd");
        find("#publish-payload").sendKeys("STUCK");
        find("#publish-retained").click();
        eventually("warning", () -> find("#publish-warning").isDisplayed());
        find("#publish-button").click();
        find("#publish-button").click();
        String stuck = "#tree [data-topic='csc2106/led/cmd']";
        eventually("stuck", () -> attribute(stuck, "data-state").equals("stuck"));
        find(stuck + " .clear").click();
        eventually("cleared", () -> !attribute(stuck, "data-state").equals("stuck"));
    }

    /** As in docs/lab/broker-security.md, stage 1. */
    @Test
    void aLieAboutADeviceIsSeenAsOne() throws Exception {
        try (Watcher stranger = new Watcher(bench.broker(), "csc2106/devB/#")) {
            stranger.publish("csc2106/devB/status", "offline".getBytes(), 1, true);
            eventually("doubt", () -> cardOfB().contains("connected, but its status topic says “offline”"));
            stranger.publish("csc2106/devB/status", "online".getBytes(), 1, true);
            eventually("no doubt", () -> !cardOfB().contains("connected, but"));
        }
    }

    private String cardOfB() {
        return String.valueOf(browser.executeScript("return document.getElementById('device-PicoB')?.innerText ?? ''"));
    }

    @Test
    void aDeviceElsewhereThatIsNotHeardOfIsNotSeen() throws Exception {
        try (Watcher far = new Watcher(bench.broker(), "csc2106/far/#")) {
            far.publish("csc2106/far/status", "online".getBytes(), 1, true);
            eventually("not seen", () -> remark().matches("not seen for \\d+ s"));
            assertThat(attribute("#device-far", "data-status")).isEqualTo("online");
            assertThat(browser.findElements(By.cssSelector("#device-PicoB [data-seen]")))
                    .as("one of this program, whose connection is known")
                    .isEmpty();

            far.publish("csc2106/far/event", "ON");
            eventually("seen", () -> remark().isEmpty());
            far.publish("csc2106/far/status", new byte[0], 1, true);
            eventually("gone", () -> browser.findElements(By.cssSelector("#device-far"))
                    .isEmpty());
        }
    }

    /** The browser's clock is days off, as a Pi's is that has no network; on it nothing is counted. */
    @Test
    void anotherClockInTheBrowserChangesNoDuration() {
        browser.executeCdpCommand(
                "Page.addScriptToEvaluateOnNewDocument",
                Map.of("source", "const own = Date.now; Date.now = () => own() + 3 * 86_400_000"));
        browser.navigate().refresh();
        eventually("for how long", () -> cardOfB().matches("(?s).*online\\s+for \\d+ (s|min).*"));
    }

    /** As one element, since the cards are drawn anew whenever a device changes. */
    private String remark() {
        return String.valueOf(browser.executeScript(
                "return document.querySelector('#device-far [data-seen]:not([hidden])')?.innerText ?? ''"));
    }

    @Test
    void aThousandMessagesASecondLeaveItResponsive() throws Exception {
        browser.executeScript("window.longest = 0; let last = performance.now();"
                + "(function frame(now) { window.longest = Math.max(window.longest, now - last); last = now;"
                + " requestAnimationFrame(frame); })(last)");
        CompletableFuture<Void> flood = CompletableFuture.runAsync(BenchPageBrowserIT::flood);
        eventually("flood", () -> flooded(1000));
        String before = attribute("#pin-20", "data-state");
        hold("#pin-21 .cap", Duration.ofMillis(80));
        eventually("LED in the flood", () -> !attribute("#pin-20", "data-state").equals(before));
        flood.get(60, TimeUnit.SECONDS);
        eventually("the last message", () -> logged("csc2106/flood", "last"));

        double longest =
                ((Number) Objects.requireNonNull(browser.executeScript("return window.longest"))).doubleValue();
        assertThat(longest).as("longest time without a frame, in ms").isLessThan(2000);
        assertThat(browser.findElements(By.cssSelector("#log li"))).hasSizeLessThanOrEqualTo(500);
    }

    /** Whether a message of the flood from this number on is shown: a single one is gone before a test can look. */
    private boolean flooded(int number) {
        return Boolean.TRUE.equals(browser.executeScript(
                "return [...document.querySelectorAll('#log li')].some(row => row.dataset.topic === 'csc2106/flood'"
                        + " && Number(row.querySelector('.payload').textContent) >= arguments[0])",
                number));
    }

    /** 1,000 messages a second for 10 s. */
    private static void flood() {
        try (MqttClient publisher =
                new MqttClient("tcp://127.0.0.1:" + bench.broker(), "flood", new MemoryPersistence())) {
            publisher.connect();
            long begin = System.nanoTime();
            for (int i = 0; i < 10_000; i++) {
                LockSupport.parkNanos(begin + i * 1_000_000L - System.nanoTime());
                publisher.publish("csc2106/flood", String.valueOf(i).getBytes(), 0, false);
            }
            publisher.publish("csc2106/flood", "last".getBytes(), 1, false);
            publisher.disconnect();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark", "phone"})
    void axeFindsNoSeriousViolation(String look) {
        if (look.equals("phone")) {
            browser.quit();
            open(true);
            assertThat(browser.executeScript("return document.documentElement.scrollWidth"))
                    .isEqualTo(360L);
        } else {
            browser.executeScript("document.documentElement.dataset.theme = arguments[0]", look);
        }
        hold("#pin-21 .cap", Duration.ofMillis(80));
        eventually("something to look at", () -> !attribute("#traces .trace", "data-legs")
                .isEmpty());

        List<Rule> violations = new AxeBuilder().analyze(browser).getViolations();
        assertThat(violations)
                .filteredOn(rule -> Set.of("serious", "critical").contains(rule.getImpact()))
                .extracting(rule -> rule.getId() + " " + rule.getNodes())
                .isEmpty();
    }
}
