package dev.piroutes.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.piroutes.board.Level;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpioProducerTest {
    private TestBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new TestBench();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void actionsChangeTheLevelAndAnswerTheState() throws Exception {
        bench.output("led", "gpio:GP20");

        assertThat(bench.send("led", "TOGGLE")).isEqualTo("ON");
        assertThat(bench.board.level(20)).isEqualTo(Level.HIGH);
        assertThat(bench.send("led", "TOGGLE")).isEqualTo("OFF");
        assertThat(bench.send("led", "on")).isEqualTo("ON");
        assertThat(bench.send("led", "READ".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo("ON");
        assertThat(bench.send("led", " OFF ")).isEqualTo("OFF");
        assertThat(bench.board.level(20)).isEqualTo(Level.LOW);
    }

    @Test
    void activeLowTurnsLevelsRound() throws Exception {
        bench.output("relay", "gpio:20?activeLow=true");
        assertThat(bench.board.level(20)).isEqualTo(Level.HIGH);

        assertThat(bench.send("relay", "ON")).isEqualTo("ON");

        assertThat(bench.board.level(20)).isEqualTo(Level.LOW);
    }

    @ParameterizedTest
    @CsvSource({"false, ON, HIGH", "false, OFF, LOW", "true, ON, LOW", "true, OFF, HIGH"})
    void initialState(boolean activeLow, String state, Level level) throws Exception {
        bench.output("led", "gpio:20?initialState=" + state + "&activeLow=" + activeLow);

        assertThat(bench.board.level(20)).isEqualTo(level);
    }

    @Test
    void headerIsStrongerThanOptionAndOptionThanBody() throws Exception {
        bench.output("led", "gpio:20?action=ON");

        assertThat(bench.send("led", "OFF")).isEqualTo("ON");
        Exchange answer = bench.context
                .createFluentProducerTemplate()
                .to("direct:led")
                .withHeader(GpioConstants.ACTION, "OFF")
                .withBody("ON")
                .send();

        assertThat(answer.getMessage().getBody()).isEqualTo("OFF");
        assertThat(answer.getMessage().getHeader(GpioConstants.STATE)).isEqualTo("OFF");
        assertThat(answer.getMessage().getHeader(GpioConstants.PIN)).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "BANG | gpio:20 (header pin 38): the action must be one of [ON, OFF, TOGGLE, PULSE, BLINK, READ], but was 'BANG'",
                "null | gpio:20 (header pin 38): the action must be one of [ON, OFF, TOGGLE, PULSE, BLINK, READ], but was empty",
                "PRESS | gpio:20 (header pin 38): the action must be one of [ON, OFF, TOGGLE, PULSE, BLINK, READ], but was 'PRESS'",
            })
    void unknownActionIsAnErrorInOneLineAndChangesNothing(String body, String message) throws Exception {
        bench.output("led", "gpio:20?initialState=ON");

        assertThat(TestBench.root(catchThrowable(() -> bench.send("led", body))))
                .isEqualTo(message);
        assertThat(bench.board.level(20)).isEqualTo(Level.HIGH);
    }

    @Test
    void noiseIsShownShort() throws Exception {
        bench.output("led", "gpio:20");

        String message = TestBench.root(catchThrowable(() -> bench.send("led", "x\n".repeat(5_000))));

        assertThat(message).hasSizeLessThan(200).doesNotContain("\n").endsWith("(10000 characters)");
    }

    @Test
    void stoppedRouteLeavesTheLevelAndRestartDrivesTheInitialState() throws Exception {
        bench.output("led", "gpio:20");
        bench.send("led", "ON");

        bench.context.getRouteController().stopRoute("led");
        assertThat(bench.board.level(20)).isEqualTo(Level.HIGH);
        bench.context.getRouteController().startRoute("led");

        assertThat(bench.board.level(20)).isEqualTo(Level.LOW);
        assertThat(bench.send("led", "TOGGLE")).isEqualTo("ON");
    }

    @Test
    void makeSafeDrivesShutdownStatesAndRoutesCannotUndoIt() throws Exception {
        bench.output("led", "gpio:20");
        bench.output("lock", "gpio:16?shutdownState=ON&activeLow=true");
        bench.send("led", "ON");

        bench.board.makeSafe();

        assertThat(bench.board.level(20)).isEqualTo(Level.LOW);
        assertThat(bench.board.level(16)).isEqualTo(Level.LOW);
        assertThat(bench.send("led", "ON")).as("the state as it really is").isEqualTo("OFF");
    }
}
