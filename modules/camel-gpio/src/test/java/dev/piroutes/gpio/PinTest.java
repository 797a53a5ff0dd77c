package dev.piroutes.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PinTest {
    @ParameterizedTest
    @CsvSource({"21, 21", "GP21, 21", "gp0, 0", "GPIO27, 27", "pin:40, 21", "PIN:3, 2", "pin:38, 20", "pin:15, 22"})
    void readsBothNumberings(String text, int bcm) {
        assertThat(Pin.parse(text)).isEqualTo(new Pin(bcm));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mcp23017/5", "1-0020/0", "gpiochip2/15", "pcf8574/7"})
    void aLineOfAnotherChipIsOneOfItsOwn(String text) {
        Pin line = Pin.parse(text);

        assertThat(line).isEqualTo(Pin.parse(text)).isNotEqualTo(Pin.parse("mcp23017/6"));
        assertThat(line.number()).isGreaterThan(27);
        assertThat(line.line()).isEqualTo(text);
        assertThat(line.name()).isEqualTo(text);
        assertThat(line).hasToString("gpio:" + text);
        assertThat(line.header()).isZero();
    }

    @Test
    void everyGpioHasOnePositionThatLeadsBackToIt() {
        assertThat(IntStream.rangeClosed(0, 27).map(bcm -> new Pin(bcm).header()))
                .doesNotHaveDuplicates()
                .allSatisfy(header ->
                        assertThat(Pin.parse("pin:" + header).header()).isEqualTo(header));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "28 | gpio:28: no such pin; the header has GPIO 0 to 27 (pin:40 means position 40, GP21)",
                "pin:1 | gpio:pin:1: not a GPIO; that position is 3.3 V",
                "pin:39 | gpio:pin:39: not a GPIO; that position is ground",
                "pin:41 | gpio:pin:41: not a GPIO; the header has positions 1 to 40",
                "D4 | gpio:D4: not a pin; write 21 or GP21 (GPIO number), pin:40 (position on the header) or mcp23017/5 (line of another chip)",
            })
    void refusesInOneLine(String text, String message) {
        assertThatThrownBy(() -> Pin.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "2 1",
                "GP",
                "21x",
                "9999",
                "mcp23017",
                "mcp23017/",
                "/5",
                "mcp23017/-1",
                "mcp23017/1000",
                "a/b/5"
            })
    void refusesWhatIsNoPin(String text) {
        assertThatThrownBy(() -> Pin.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
