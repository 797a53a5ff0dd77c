package dev.piroutes.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import dev.piroutes.kit.Chromium;
import dev.piroutes.plots.Plots;
import dev.piroutes.plots.SeriesName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
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
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.Select;

/** Sensors and plots in a real browser. */
@Timeout(180)
@Tag("full")
class PageNumbersBrowserIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final String OLD = "csc2106/outside";

    @TempDir
    static Path folder;

    private static Bench bench;
    private ChromeDriver browser;

    @BeforeAll
    static void start() throws Exception {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Files.copy(Path.of("src/main/resources/examples/climate.camel.yaml"), routes.resolve("climate.camel.yaml"));
        month();
        bench = Bench.start(folder, "--plots.dir=plots", "--climate.period=1s");
    }

    /** A plot that has gone on for a month. */
    private static void month() {
        AtomicLong now = new AtomicLong(System.currentTimeMillis() - MONTH.toMillis());
        SeriesName name = new SeriesName(OLD, "");
        try (Plots plots = new Plots(folder.resolve("plots"), now::get)) {
            plots.add(name);
            for (long left = MONTH.dividedBy(QUARTER); left > 0; left--) {
                plots.message(OLD, String.valueOf(10 + 8 * Math.sin(left / 96.0 * 2 * Math.PI)));
                now.addAndGet(QUARTER.toMillis());
            }
        }
    }

    @AfterAll
    static void stop() {
        bench.close();
    }

    private void open(boolean phone) {
        browser = Chromium.open(phone);
        browser.get(bench.url());
        eventually("connected", () -> !find("#connection[data-state=open]").isEmpty());
    }

    @AfterEach
    void close() {
        if (browser != null) {
            List<?> errors = browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                    .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                    .toList();
            browser.quit();
            assertThat(errors).as("the browser's console").isEmpty();
        }
    }

    private static void eventually(String what, Callable<Boolean> condition) {
        await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(StaleElementReferenceException.class)
                .until(condition);
    }

    private List<WebElement> find(String css) {
        return browser.findElements(By.cssSelector(css));
    }

    private String text(String css) {
        List<WebElement> found = find(css);
        return found.isEmpty() ? "" : found.get(0).getText();
    }

    private void plotAll() {
        eventually(
                "a number to plot",
                () -> !find("[data-topic='csc2106/climate/state'] > .row button[title*='over time']")
                                .isEmpty()
                        || find(".plot").size() > 1);
        find("[data-topic='csc2106/climate/state'] > .row button[title*='over time']")
                .forEach(WebElement::click);
        eventually("three plots and the old one", () -> find(".plot").size() == 4);
        eventually("lines", () -> find(".plot path.line").size() >= 3);
    }

    @Test
    void aSliderMovesASensorAndItsPlot() {
        open(false);
        plotAll();

        WebElement slider =
                find("#sensors input[aria-label='iio:bme280/temperature']").get(0);
        slider.sendKeys(Keys.HOME);
        browser.executeScript("document.activeElement.blur()");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(text("#sensors")).contains("-20.00 °C"));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(find("#plots").get(0).getDomProperty("textContent"))
                        .contains("csc2106/climate/state temperature -20"));
        assertThat(text("#sensors-error")).isEmpty();
    }

    @Test
    void aMonthIsSeen() {
        open(false);
        new Select(find("#plots-range").get(0)).selectByValue(String.valueOf(MONTH.toSeconds()));

        eventually("a month", () -> find(".plot").stream()
                .anyMatch(plot -> plot.getText().contains(OLD) && plot.getText().contains("from 2 to 18")));
        Object paint =
                browser.executeScript("return performance.getEntriesByName('first-contentful-paint')[0].startTime");
        System.out.println("first contentful paint " + paint + " ms");
        assertThat(
                        browser.executeScript(
                                "return decodeURIComponent(document.querySelector('.plot a[download]').href).split('\\n').length"))
                .satisfies(lines -> assertThat((Long) lines).isGreaterThan(3L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark", "phone"})
    void axeFindsNoSeriousViolation(String look) {
        open(look.equals("phone"));
        plotAll();
        if (look.equals("phone")) {
            assertThat(browser.executeScript("return document.documentElement.scrollWidth"))
                    .isEqualTo(360L);
        } else {
            browser.executeScript("document.documentElement.dataset.theme = arguments[0]", look);
        }

        List<Rule> violations = new AxeBuilder().analyze(browser).getViolations();
        assertThat(violations)
                .filteredOn(rule -> Set.of("serious", "critical").contains(rule.getImpact()))
                .extracting(rule -> rule.getId() + " " + rule.getNodes())
                .isEmpty();
    }
}
