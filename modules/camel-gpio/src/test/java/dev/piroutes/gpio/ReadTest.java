package dev.piroutes.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.board.Level;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code action=READ}: the state of a pin, whichever route has it. */
class ReadTest {

    private final TestBench bench = new TestBench();

    ReadTest() throws Exception {}

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void ofAnotherRoutesInputIsWhatThatRouteCallsIt() throws Exception {
        bench.output("read", "gpio:21?action=READ");
        bench.input("button", "gpio:21?pull=up&activeLow=true");
        assertThat(bench.send("read", "whatever")).isEqualTo("OFF");

        bench.press(21);

        assertThat(bench.send("read", "whatever")).isEqualTo("ON");
    }

    @Test
    void ofAnotherRoutesOutputDoesNotTouchIt() throws Exception {
        bench.output("relay", "gpio:20?activeLow=true&maxOnTime=1m");
        bench.output("read", "gpio:20?action=READ");
        bench.send("relay", "ON");

        assertThat(bench.send("read", "")).isEqualTo("ON");
        bench.context.getRouteController().stopRoute("relay");

        assertThat(bench.board.level(20)).as("a reader keeps no relay on").isEqualTo(Level.HIGH);
        assertThat(bench.send("read", ""))
                .as("the closed line still has its level")
                .isEqualTo("ON");
    }

    @Test
    void ofADimmerIsWhetherItIsLit() throws Exception {
        bench.output("lamp", "gpio:18?pwm=true&activeLow=true");
        bench.output("read", "gpio:18?action=READ");
        assertThat(bench.send("read", "")).isEqualTo("OFF");

        bench.send("lamp", "1");

        assertThat(bench.send("read", "")).isEqualTo("ON");
    }

    @Test
    void ofAFreePinReadsAnInputWhichAnyRouteTakesOver() throws Exception {
        bench.output("read", "gpio:17?action=READ&pull=up&activeLow=true");
        assertThat(bench.board.lines()).isEmpty();
        bench.board.drive(17, Level.LOW);
        assertThat(bench.send("read", "")).isEqualTo("ON");

        bench.input("contact", "gpio:17?pull=down&event=change");
        bench.board.drive(17, Level.HIGH);
        bench.time.advance(30);

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(bench.bodies()).containsExactly("ON"));
        assertThat(bench.send("read", "")).isEqualTo("ON");
    }

    @Test
    void givesAFreePinBackWithItsRoute() throws Exception {
        bench.output("read", "gpio:17?action=READ&pull=up");
        bench.send("read", "");
        bench.context.getRouteController().stopRoute("read");

        assertThat(bench.board.lines()).isEmpty();
    }
}
