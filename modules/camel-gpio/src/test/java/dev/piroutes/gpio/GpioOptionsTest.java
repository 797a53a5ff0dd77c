package dev.piroutes.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpioOptionsTest {
    private final CamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() {
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private GpioEndpoint endpoint(String uri) {
        return context.getEndpoint(uri, GpioEndpoint.class);
    }

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        GpioEndpoint endpoint = endpoint("gpio:21");

        assertThat(endpoint.getPull()).hasToString("NONE");
        assertThat(endpoint.getDebounce()).isEqualTo(20);
        assertThat(endpoint.getEvent()).isEqualTo(GpioEvent.PRESS);
        assertThat(endpoint.isActiveLow()).isFalse();
        assertThat(endpoint.getInitialState()).isEqualTo(GpioState.OFF);
        assertThat(endpoint.getShutdownState()).isEqualTo(GpioState.OFF);
    }

    @ParameterizedTest
    @CsvSource({"20ms, 20", "1s, 1000", "1s500ms, 1500", "0, 0", "35, 35", "PT0.05S, 50", "1m, 60000", "2m5ms, 120005"})
    void durationsInEitherForm(String text, long millis) {
        assertThat(endpoint("gpio:21?debounce=" + text).getDebounce()).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({"up, UP", "UP, UP", "Down, DOWN"})
    void choicesInAnyCase(String text, String expected) {
        assertThat(endpoint("gpio:21?pull=" + text).getPull()).hasToString(expected);
    }

    @Test
    void pinNumbersAreThereForAScreen() {
        assertThat(endpoint("gpio:pin:40").getPinNumber()).isEqualTo(21);
        assertThat(endpoint("gpio:GP21").getHeaderPin()).isEqualTo(40);
        assertThat(endpoint("gpio:GP21").getPin()).isEqualTo("GP21");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "17?debounce=-5ms | gpio:17 (header pin 11): debounce must be 0 or more, but was -5ms",
                "17?debounce=-5s | gpio:17 (header pin 11): debounce must be 0 or more, but was -5s",
                "17?debounce=-PT1S | gpio:17 (header pin 11): debounce must be 0 or more, but was -PT1S",
                "17?debounce=soon | gpio:17 (header pin 11): debounce must be a duration such as 20ms, 1s or PT1.5S, but was 'soon'",
                "17?debounce=0.5s | gpio:17 (header pin 11): debounce must be a duration such as 20ms, 1s or PT1.5S, but was '0.5s'",
                "17?pull=sideways | gpio:17 (header pin 11): pull must be none, up or down, but was 'sideways'",
                "17?event=push | gpio:17 (header pin 11): event must be press, release, change, click, double-click or long-press, but was 'push'",
                "17?longPressTime=0 | gpio:17 (header pin 11): longPressTime must be more than 0, but was 0ms",
                "17?repeatPeriod=often | gpio:17 (header pin 11): repeatPeriod must be a duration such as 20ms, 1s or PT1.5S, but was 'often'",
                "17?activeLow=ja | gpio:17 (header pin 11): activeLow must be true or false, but was 'ja'",
                "99 | gpio:99: no such pin; the header has GPIO 0 to 27 (pin:40 means position 40, GP21)",
            })
    void errorsNameOptionAndValue(String uri, String message) {
        assertThat(TestBench.root(catchThrowable(() -> endpoint("gpio:" + uri))))
                .isEqualTo(message);
    }

    @Test
    void negativeNumberSetInJavaIsFoundAtStart() throws Exception {
        GpioEndpoint endpoint = new GpioEndpoint("gpio:17", new GpioComponent(), "17", new Pin(17));
        endpoint.setCamelContext(context);
        endpoint.setDebounce(-5);

        assertThat(catchThrowable(endpoint::start))
                .hasMessage("gpio:17 (header pin 11): debounce must be 0 or more, but was -5ms");
    }
}
