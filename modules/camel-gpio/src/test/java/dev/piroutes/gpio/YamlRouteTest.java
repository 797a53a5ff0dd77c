package dev.piroutes.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.piroutes.board.Level;
import java.time.Duration;
import java.util.Properties;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The component as a device's YAML file uses it. */
class YamlRouteTest {
    private static final String DOORBELL =
            """
            - route:
                id: doorbell
                from:
                  uri: gpio
                  parameters: { pin: "{{button}}", pull: up, activeLow: true, event: long-press, longPressTime: "{{time}}" }
                  steps:
                    - to:
                        uri: gpio
                        parameters: { pin: "pin:38", action: PULSE, onTime: 2s, maxOnTime: 5s }
            """;

    private TestBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new TestBench();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void load(String button, String time) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("button", button);
        properties.setProperty("time", time);
        bench.context.getPropertiesComponent().setOverrideProperties(properties);
        PluginHelper.getRoutesLoader(bench.context)
                .loadRoutes(ResourceHelper.fromString("doorbell.camel.yaml", DOORBELL));
    }

    @Test
    void pinsMayBeWrittenInEveryWay() throws Exception {
        load("GP21", "700ms");

        bench.press(21);
        bench.time.advance(720);

        await().atMost(Duration.ofSeconds(5)).until(() -> bench.board.level(20) == Level.HIGH);
        bench.time.advance(2_000);
        assertThat(bench.board.level(20)).isEqualTo(Level.LOW);
    }

    @Test
    void badPropertyIsNamedWithItsValue() {
        assertThat(TestBench.root(catchThrowable(() -> load("pin:40", "ages"))))
                .isEqualTo("gpio:21 (header pin 40): longPressTime must be a duration such as 20ms, 1s or PT1.5S,"
                        + " but was 'ages'");
    }

    @Test
    void endpointsCanBeListedForAScreen() throws Exception {
        load("pin:40", "1s");

        assertThat(bench.context.getEndpoints().stream()
                        .filter(GpioEndpoint.class::isInstance)
                        .map(GpioEndpoint.class::cast)
                        .map(GpioEndpoint::getPinNumber))
                .containsExactlyInAnyOrder(20, 21);
    }
}
