package dev.piroutes.routes;

import dev.piroutes.test.DeviceTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Device A, on the YAML that ships. */
class ButtonPanelRouteTest extends DeviceTest {

    ButtonPanelRouteTest() {
        super("src/main/resources/routes/button-panel.camel.yaml");
    }

    @Test
    void sendsToggleWhenTheFirstButtonIsPressed() {
        click(21);

        expect("csc2106/led/cmd", "TOGGLE", 1, false);
        expectNothingElse();
    }

    @Test
    void sendsHelloWhenTheSecondButtonIsPressed() {
        click(22);

        expect("csc2106/led/hello", "HELLO", 1, false);
        expectNothingElse();
    }

    @Test
    void doesNotHearAPressShorterThanItsDebounce() {
        hold(21, Duration.ofMillis(19));
        advance(Duration.ofSeconds(1));

        expectNothingElse();
    }

    @Test
    void triesAgainWhenAPublishFails() {
        refusePublishes(1);

        click(21);

        expect("csc2106/led/cmd", "TOGGLE");
        expectNothingElse();
    }

    @Test
    void givesUpAfterThreeMoreTries() {
        refusePublishes(4);

        click(21);
        expectNothingElse();

        click(21);
        expect("csc2106/led/cmd", "TOGGLE");
        expectNothingElse();
    }
}
