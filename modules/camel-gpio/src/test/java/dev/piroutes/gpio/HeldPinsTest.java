package dev.piroutes.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.board.Level;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pins of routes that are replaced by others while the context runs. */
class HeldPinsTest {

    private static final String BUTTON = "gpio:21?activeLow=true&pull=up&debounce=20ms";
    private static final String LED = "gpio:20";

    private final TestBench bench = new TestBench();

    HeldPinsTest() throws Exception {}

    @AfterEach
    void close() {
        bench.close();
    }

    private GpioComponent gpio() {
        return bench.context.getComponent("gpio", GpioComponent.class);
    }

    private void remove(String id) throws Exception {
        bench.context.getRouteController().stopRoute(id);
        bench.context.removeRoute(id);
    }

    private void awaitSeen(int count) {
        await().atMost(Duration.ofSeconds(5)).until(() -> bench.seen.size() >= count);
        assertThat(bench.seen).hasSize(count);
    }

    @Test
    void anOutputThatIsTakenAgainKeepsItsState() throws Exception {
        bench.output("led", LED);
        bench.send("led", "ON");
        int changes = bench.board.history(20).size();

        gpio().holdPins();
        remove("led");
        bench.output("led", LED);
        gpio().releasePins();

        assertThat(bench.board.level(20)).isEqualTo(Level.HIGH);
        assertThat(bench.board.history(20)).hasSize(changes);
        assertThat(bench.send("led", "TOGGLE")).isEqualTo("OFF");
    }

    @Test
    void anOutputThatIsNotTakenAgainIsClosed() throws Exception {
        bench.output("led", LED);
        gpio().holdPins();
        remove("led");
        assertThat(gpio().status().pin(20)).isPresent();
        gpio().releasePins();
        assertThat(gpio().status().pin(20)).isEmpty();
    }

    @Test
    void anOutputWithOtherOptionsIsOpenedAnew() throws Exception {
        bench.output("led", LED);
        gpio().holdPins();
        remove("led");
        bench.output("led", LED + "?initialState=ON");
        gpio().releasePins();
        assertThat(bench.board.level(20)).isEqualTo(Level.HIGH);
    }

    @Test
    void aPressBetweenTheRoutesIsReported() throws Exception {
        bench.input("button", BUTTON);
        gpio().holdPins();
        remove("button");
        bench.press(21);
        bench.time.advance(30);
        bench.release(21);
        bench.time.advance(30);
        bench.input("button", BUTTON);
        gpio().releasePins();
        bench.time.advance(30);
        awaitSeen(1);
    }

    @Test
    void aPressThatHasNotSettledWhenTheRouteStopsIsReportedByTheNext() throws Exception {
        bench.input("button", BUTTON);
        bench.press(21);
        bench.time.advance(5);
        gpio().holdPins();
        remove("button");
        bench.input("button", BUTTON);
        gpio().releasePins();
        bench.time.advance(30);
        awaitSeen(1);
    }

    @Test
    void aPressThatHasBeenReportedIsNotReportedAgain() throws Exception {
        bench.input("button", BUTTON);
        bench.press(21);
        bench.time.advance(30);
        awaitSeen(1);
        gpio().holdPins();
        remove("button");
        bench.input("button", BUTTON);
        gpio().releasePins();
        bench.time.advance(30);
        bench.release(21);
        bench.time.advance(30);
        bench.press(21);
        bench.time.advance(30);
        awaitSeen(2);
    }
}
