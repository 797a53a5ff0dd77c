package dev.piroutes.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.reflect.Field;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.UriParam;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpioConfigurationTest {
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

    private GpioConfiguration options(String uri) {
        return endpoint(uri).getConfiguration();
    }

    @Test
    void defaultsAreThoseOfTheDocumentation() {
        GpioEndpointConfigurer values = new GpioEndpointConfigurer();
        GpioEndpoint untouched = endpoint("gpio:21");
        int compared = 0;
        for (Field option : options()) {
            UriParam stated = option.getAnnotation(UriParam.class);
            if (stated != null && !stated.defaultValue().isEmpty()) {
                String name = option.getName();
                GpioEndpoint endpoint = endpoint("gpio:21?" + name + "=" + stated.defaultValue());
                assertThat(values.getOptionValue(untouched, name, false))
                        .as(name)
                        .isEqualTo(values.getOptionValue(endpoint, name, false));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(16);
    }

    private static List<Field> options() {
        return Stream.of(GpioConfiguration.class, InputConfiguration.class)
                .flatMap(options -> Stream.of(options.getDeclaredFields()))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"20ms, 20", "1s, 1000", "1s500ms, 1500", "0, 0", "35, 35", "PT0.05S, 50", "1m, 60000", "2m5ms, 120005"})
    void durationsInEitherForm(String text, long millis) {
        assertThat(options("gpio:21?debounce=" + text).getDebounce()).isEqualTo(millis);
        assertThat(options("gpio:21?delayedOn=" + text).getDelayedOn()).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({"up, UP", "UP, UP", "Down, DOWN"})
    void choicesInAnyCase(String text, String expected) {
        assertThat(options("gpio:21?pull=" + text).getPull()).hasToString(expected);
    }

    @Test
    void pinNumbersAreThereForAScreen() {
        assertThat(endpoint("gpio:pin:40").getPinNumber()).isEqualTo(21);
        assertThat(endpoint("gpio:GP21").pinInWords()).isEqualTo("gpio:21 (header pin 40)");
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
                "17?delayedOn=-5s | gpio:17 (header pin 11): delayedOn must be 0 or more, but was -5s",
                "17?delayedOff=soon | gpio:17 (header pin 11): delayedOff must be a duration such as 20ms, 1s or PT1.5S, but was 'soon'",
                "17?as=lamp | gpio:17 (header pin 11): as must be button, switch, sensor, led, relay or buzzer, but was 'lamp'",
                "17?initial=true&event=click | gpio:17 (header pin 11): initial must be false with the event click; it goes with change, press and release",
                "17?pull=sideways | gpio:17 (header pin 11): pull must be none, up or down, but was 'sideways'",
                "17?event=push | gpio:17 (header pin 11): event must be press, release, change, click, double-click, long-press or rate, but was 'push'",
                "17?longPressTime=0 | gpio:17 (header pin 11): longPressTime must be more than 0, but was 0ms",
                "17?repeatPeriod=often | gpio:17 (header pin 11): repeatPeriod must be a duration such as 20ms, 1s or PT1.5S, but was 'often'",
                "17?frequency=0 | gpio:17 (header pin 11): frequency must be 1 to 100000 (Hz), but was 0",
                "17?action=jump | gpio:17 (header pin 11): action must be on, off, toggle, pulse, blink, read, press or release, but was 'jump'",
                "17?activeLow=ja | gpio:17 (header pin 11): activeLow must be true or false, but was 'ja'",
                "99 | gpio:99: no such pin; the header has GPIO 0 to 27 (pin:40 means position 40, GP21)",
            })
    void errorsNameOptionAndValue(String uri, String message) {
        assertThat(TestBench.root(catchThrowable(() -> endpoint("gpio:" + uri))))
                .isEqualTo(message);
    }

    @Test
    void aPartFitsItsUse() {
        assertThat(catchThrowable(() -> endpoint("gpio:17?as=relay").requireUse(true)))
                .hasMessage(
                        "gpio:17 (header pin 11): as must be one of button, switch, sensor for an input, but was 'relay'");
        assertThat(catchThrowable(() -> endpoint("gpio:17?as=Switch").requireUse(false)))
                .hasMessage(
                        "gpio:17 (header pin 11): as must be one of led, relay, buzzer for an output, but was 'switch'");
        endpoint("gpio:17?as=sensor&action=READ").requireUse(false);
    }

    @ParameterizedTest
    @CsvSource({"LONGPRESSTIME", "long-press-time"})
    void nameAsCamelTakesItIsChecked(String name) {
        assertThat(options("gpio:17?" + name + "=2s").getLongPressTime()).isEqualTo(2000);
        assertThat(TestBench.root(catchThrowable(() -> endpoint("gpio:17?" + name + "=soon"))))
                .isEqualTo("gpio:17 (header pin 11): " + name
                        + " must be a duration such as 20ms, 1s or PT1.5S, but was 'soon'");
    }

    @Test
    void negativeNumberSetInJavaIsFoundAtStart() throws Exception {
        GpioEndpoint endpoint = new GpioEndpoint("gpio:17", new GpioComponent(), "17", new Pin(17));
        endpoint.setCamelContext(context);
        endpoint.getConfiguration().setDebounce(-5);

        assertThat(catchThrowable(endpoint::start))
                .hasMessage("gpio:17 (header pin 11): debounce must be 0 or more, but was -5ms");
    }
}
