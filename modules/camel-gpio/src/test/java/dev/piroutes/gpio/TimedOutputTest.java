package dev.piroutes.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.piroutes.board.Level;
import dev.piroutes.board.LevelChange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimedOutputTest {
    @TempDir
    Path dir;

    private TestBench bench;

    @BeforeEach
    void open() throws Exception {
        bench = new TestBench();
        bench.context
                .getComponent("gpio", GpioComponent.class)
                .setStateDir(dir.resolve("state").toString());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /** When pin 20 changed, in milliseconds; it was off at first. */
    private List<Long> changes() {
        return bench.board.history(20).stream()
                .map(LevelChange::nanoTime)
                .map(nanos -> nanos / 1_000_000)
                .toList();
    }

    private boolean on(int pin) {
        return bench.board.level(pin) == Level.HIGH;
    }

    @Test
    void pulseIsOnForItsTime() throws Exception {
        bench.output("door", "gpio:20?onTime=3s");

        assertThat(bench.send("door", "PULSE")).isEqualTo("ON");
        bench.time.advance(10_000);

        assertThat(changes()).containsExactly(0L, 3_000L);
    }

    @Test
    void pulseDuringAPulseStartsItsTimeAnew() throws Exception {
        bench.output("door", "gpio:20?onTime=3s");

        bench.send("door", "PULSE");
        bench.time.advance(2_000);
        bench.send("door", "PULSE");
        bench.time.advance(10_000);

        assertThat(changes()).containsExactly(0L, 5_000L);
    }

    @Test
    void blinkCounts() throws Exception {
        bench.output("led", "gpio:20?onTime=100ms&offTime=200ms&count=3");

        bench.send("led", "BLINK");
        bench.time.advance(10_000);

        assertThat(changes()).containsExactly(0L, 100L, 300L, 400L, 600L, 700L);
    }

    @Test
    void blinkWithoutCountGoesOnUntilTheNextAction() throws Exception {
        bench.output("led", "gpio:20?onTime=100ms&offTime=100ms");

        bench.send("led", "BLINK");
        bench.time.advance(2_050);
        assertThat(bench.send("led", "READ")).isEqualTo("ON");
        assertThat(changes()).hasSize(21);
        bench.send("led", "ON");
        bench.time.advance(2_000);

        assertThat(changes()).as("ON ends the blinking, READ did not").hasSize(21);
        assertThat(on(20)).isTrue();
    }

    @Test
    void offEndsAPulse() throws Exception {
        bench.output("door", "gpio:20?onTime=3s");

        bench.send("door", "PULSE");
        bench.time.advance(1_000);
        bench.send("door", "OFF");
        bench.time.advance(1_000);
        bench.send("door", "ON");
        bench.time.advance(10_000);

        assertThat(changes()).containsExactly(0L, 1_000L, 2_000L);
    }

    @Test
    void relaySwitchesItselfOffAndRepeatedOnCannotPutItOff() throws Exception {
        bench.output("heater", "gpio:20?maxOnTime=5s");

        for (int i = 0; i < 8; i++) {
            bench.send("heater", "ON");
            bench.time.advance(1_000);
            if (i == 3) {
                assertThat(on(20)).isTrue();
            }
            if (i == 4) {
                assertThat(on(20)).isFalse();
            }
        }

        assertThat(changes()).containsExactly(0L, 5_000L, 5_000L);
    }

    @Test
    void limitEndsABlinkingToo() throws Exception {
        bench.output("lamp", "gpio:20?onTime=10s&offTime=100ms&maxOnTime=2s");

        bench.send("lamp", "BLINK");
        bench.time.advance(60_000);

        assertThat(changes()).containsExactly(0L, 2_000L);
    }

    @Test
    void limitHoldsForAnInitialStateOfOn() throws Exception {
        bench.output("lamp", "gpio:20?initialState=ON&maxOnTime=2s");

        bench.time.advance(60_000);

        assertThat(changes()).containsExactly(0L, 2_000L);
    }

    @Test
    void stoppedRouteDoesNotLeaveALimitedOutputOnForEver() throws Exception {
        bench.output("heater", "gpio:20?maxOnTime=5s");
        bench.send("heater", "ON");

        bench.context.getRouteController().stopRoute("heater");

        assertThat(on(20)).isFalse();
    }

    @Test
    void stoppedRouteEndsAPulse() throws Exception {
        bench.output("door", "gpio:20?onTime=3s");
        bench.send("door", "PULSE");

        bench.context.getRouteController().stopRoute("door");

        assertThat(on(20)).isFalse();
    }

    @Test
    void interlockedOutputsAreNeverOnTogether() throws Exception {
        bench.output("up", "gpio:20?group=blind");
        bench.output("down", "gpio:16?group=blind");
        bench.output("light", "gpio:12?group=other&initialState=ON");
        bench.board.addListener(
                (pin, level, time) -> assertThat(on(20) && on(16)).isFalse());

        bench.send("up", "ON");
        assertThat(bench.send("down", "ON")).isEqualTo("ON");
        assertThat(on(20)).isFalse();
        assertThat(bench.send("up", "TOGGLE")).isEqualTo("ON");

        assertThat(on(16)).isFalse();
        assertThat(on(12)).isTrue();
    }

    @Test
    void interlockEndsTheBlinkingOfAnother() throws Exception {
        bench.output("up", "gpio:20?group=blind&onTime=1s&offTime=1s");
        bench.output("down", "gpio:16?group=blind");

        bench.send("up", "BLINK");
        bench.send("down", "ON");
        bench.time.advance(10_000);

        assertThat(on(20)).isFalse();
        assertThat(on(16)).isTrue();
    }

    @Test
    void secondOutputOfAGroupDoesNotStartOn() throws Exception {
        bench.output("up", "gpio:20?group=blind&initialState=ON");
        bench.output("down", "gpio:16?group=blind&initialState=ON");

        assertThat(on(20)).isTrue();
        assertThat(on(16)).isFalse();
    }

    @Test
    void lastStateIsRestored() throws Exception {
        bench.output("lamp", "gpio:20?restore=true");
        bench.send("lamp", "ON");
        bench.close();

        try (TestBench next = new TestBench()) {
            next.context
                    .getComponent("gpio", GpioComponent.class)
                    .setStateDir(dir.resolve("state").toString());
            next.output("lamp", "gpio:20?restore=true");

            assertThat(next.board.level(20)).isEqualTo(Level.HIGH);
        }
    }

    @Test
    void withoutALastStateTheInitialOneHolds() throws Exception {
        Files.createDirectories(dir.resolve("state"));
        Files.writeString(dir.resolve("state/gpio-16"), "");

        bench.output("lamp", "gpio:20?restore=true&initialState=ON");
        bench.output("torn", "gpio:16?restore=true&initialState=ON");

        assertThat(on(20)).isTrue();
        assertThat(on(16)).isTrue();
    }

    @Test
    void shutdownStateIsNotRemembered() throws Exception {
        bench.output("lamp", "gpio:20?restore=true");
        bench.send("lamp", "ON");

        bench.board.makeSafe();
        bench.send("lamp", "ON");

        assertThat(Files.readString(dir.resolve("state/gpio-20"))).isEqualTo("ON");
    }

    @Test
    void badTimesAreFoundAtStart() {
        assertThat(TestBench.root(catchThrowable(() -> bench.output("led", "gpio:20?onTime=0"))))
                .isEqualTo("gpio:20 (header pin 38): onTime must be more than 0, but was 0ms");
        assertThat(TestBench.root(catchThrowable(() -> bench.output("led", "gpio:20?count=-1"))))
                .isEqualTo("gpio:20 (header pin 38): count must be 0 or more, but was -1");
    }
}
