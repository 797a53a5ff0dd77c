package dev.piroutes.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.piroutes.board.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DimmerTest {
    private TestBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new TestBench();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "40, 40", "100, 100", "on, 100", "OFF, 0"})
    void bodyIsTheBrightness(String body, String answer) throws Exception {
        bench.output("lamp", "gpio:18?pwm=true");

        assertThat(bench.send("lamp", body)).isEqualTo(answer);
        assertThat(bench.send("lamp", "READ")).isEqualTo(answer);
    }

    @Test
    void activeLowLampIsDarkWhileItsPinIsHigh() throws Exception {
        bench.output("lamp", "gpio:18?pwm=true&activeLow=true");
        assertThat(bench.board.level(18)).isEqualTo(Level.HIGH);

        assertThat(bench.send("lamp", "70")).isEqualTo("70");

        assertThat(bench.board.level(18)).isEqualTo(Level.LOW);
    }

    @Test
    void safeBoardIsDark() throws Exception {
        bench.output("lamp", "gpio:18?pwm=true");
        bench.send("lamp", "30");

        bench.board.makeSafe();

        assertThat(bench.send("lamp", "80")).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({"101", "-1", "4.5", "bright"})
    void otherBodiesAreErrorsInOneLine(String body) throws Exception {
        bench.output("lamp", "gpio:18?pwm=true");

        assertThat(TestBench.root(catchThrowable(() -> bench.send("lamp", body))))
                .isEqualTo("gpio:18 (header pin 12): the brightness must be 0 to 100, ON, OFF or READ, but was '" + body
                        + "'");
    }

    @Test
    void pinWithoutPwmIsFoundAtStart() {
        assertThat(TestBench.root(catchThrowable(() -> bench.output("lamp", "gpio:20?pwm=true"))))
                .isEqualTo("gpio:20: no hardware PWM on this pin; use 12, 13, 18 or 19");
    }
}
