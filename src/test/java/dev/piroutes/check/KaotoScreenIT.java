package dev.piroutes.check;

import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.Chromium;
import dev.piroutes.kit.Missing;
import dev.piroutes.kit.NodeProject;
import dev.piroutes.kit.Program;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.By;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebDriverException;

/** Kaoto's own editor in a browser, with a catalogue that has our component and Kamelets. */
@Timeout(700)
@Tag("full")
class KaotoScreenIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path SOURCES = Path.of("src/test/kaoto/screen").toAbsolutePath();
    private static final Path INSTALLED = Path.of("target/kaoto-screen").toAbsolutePath();
    private static final By GPIO = By.cssSelector("span[title='gpio']");

    @Test
    void drawsTheLabsLedAndHasAFormForItsPin() throws Exception {
        new NodeProject("Kaoto's screen", SOURCES, INSTALLED)
                .missing()
                .ifPresent(needed -> Missing.skip("how Kaoto draws a route", needed));
        Path led = Path.of("src/main/resources/routes/led.camel.yaml").toAbsolutePath();
        ProcessBuilder screen =
                new ProcessBuilder("node", "screen.mjs", led.toString(), "0").directory(INSTALLED.toFile());
        try (Program served = Program.start(screen)) {
            String page = served.awaitOutput("in Kaoto: (http\\S+)", LIMIT).group(1);
            WebDriver browser = Chromium.open(false);
            try {
                browser.get(page);
                eventually(browser, "Flips the LED on TOGGLE and acknowledges with its new state");
                browser.findElement(GPIO).click();
                eventually(browser, "GPIO");
                eventually(browser, "Endpoint Properties");
            } finally {
                browser.quit();
            }
        }
    }

    private static void eventually(WebDriver browser, String words) {
        await(words)
                .atMost(LIMIT)
                .ignoreExceptionsInstanceOf(WebDriverException.class)
                .until(() -> browser.findElement(By.tagName("body"))
                        .getText()
                        .lines()
                        .anyMatch(line -> line.startsWith(words)));
    }
}
