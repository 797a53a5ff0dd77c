package dev.piroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.board.Level;
import dev.piroutes.board.LevelChange;
import dev.piroutes.test.DeviceTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The simulated presses of the virtual board, and the panel that it presses, on the YAML that ships. */
class GpioTimerRouteTest extends DeviceTest {

    GpioTimerRouteTest() {
        super("src/main/resources/routes/gpio-timer.camel.yaml", "src/main/resources/routes/button-panel.camel.yaml");
        property("gpio-timer.enabled", "true");
    }

    @Test
    void pressesAndReleasesTheFirstButton() {
        advance(Duration.ofMillis(2199));
        assertThat(board().level(21)).isEqualTo(Level.LOW);

        advance(Duration.ofMillis(1));
        assertThat(board().level(21)).isEqualTo(Level.HIGH);
        expect("csc2106/led/cmd", "TOGGLE");
        expectNothingElse();
    }

    @Test
    void pressesEveryPeriod() {
        advance(Duration.ofSeconds(60));

        assertThat(board().history(21).stream().filter(change -> change.level() == Level.LOW))
                .extracting(LevelChange::nanoTime)
                .startsWith(
                        Duration.ofSeconds(2).toNanos(), Duration.ofSeconds(7).toNanos())
                .hasSize(12);
    }
}
