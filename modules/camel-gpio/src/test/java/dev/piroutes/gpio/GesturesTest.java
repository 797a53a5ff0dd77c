package dev.piroutes.gpio;

import static dev.piroutes.gpio.GpioState.OFF;
import static dev.piroutes.gpio.GpioState.ON;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GesturesTest {
    private final List<String> reported = new ArrayList<>();
    private Gestures gestures = gestures(new GestureTimes(1_000, 300, 0, 0), false);

    private Gestures gestures(GestureTimes times, boolean down) {
        return new Gestures(down, 0, times, event -> {
            if (!List.of(GpioEvent.PRESS, GpioEvent.RELEASE).contains(event.event()) || event.repeat() > 0) {
                reported.add(event.event().text() + "@" + event.nanoTime() + " held "
                        + event.held().toNanos());
            }
        });
    }

    private void press(long from, long to) {
        gestures.state(ON, from);
        gestures.state(OFF, to);
    }

    @Test
    void clickIsReportedWhenNoSecondPressCanMakeItADoubleClick() {
        press(100, 200);
        gestures.time(499);
        assertThat(reported).isEmpty();
        assertThat(gestures.deadline()).hasValue(500);
        gestures.time(500);

        assertThat(reported).containsExactly("click@200 held 100");
        assertThat(gestures.deadline()).isEmpty();
    }

    @Test
    void secondPressInTimeMakesADoubleClickAndNoClick() {
        press(100, 200);
        press(499, 600);
        gestures.time(5_000);

        assertThat(reported).containsExactly("double-click@600 held 101");
    }

    @Test
    void secondPressTooLateMakesTwoClicks() {
        press(100, 200);
        press(500, 600);
        gestures.time(900);

        assertThat(reported).containsExactly("click@200 held 100", "click@600 held 100");
    }

    @Test
    void threeQuickPressesAreADoubleClickAndAClick() {
        press(0, 10);
        press(20, 30);
        press(40, 50);
        gestures.time(350);

        assertThat(reported).containsExactly("double-click@30 held 10", "click@50 held 10");
    }

    @Test
    void withoutDoubleClicksAClickIsReportedAtOnce() {
        gestures = gestures(new GestureTimes(1_000, 0, 0, 0), false);

        press(100, 200);
        press(201, 300);

        assertThat(reported).containsExactly("click@200 held 100", "click@300 held 99");
    }

    @Test
    void pressOfExactlyTheTimeIsLong() {
        gestures.state(ON, 100);
        assertThat(gestures.deadline()).hasValue(1_100);
        gestures.time(1_099);
        assertThat(reported).isEmpty();
        gestures.state(OFF, 1_100);
        gestures.time(9_000);

        assertThat(reported).containsExactly("long-press@1100 held 1000");
    }

    @Test
    void pressOneUnitShorterIsAClick() {
        press(100, 1_099);
        gestures.time(9_000);

        assertThat(reported).containsExactly("click@1099 held 999");
    }

    @Test
    void clickThenLongPressAreBothReported() {
        press(0, 100);
        gestures.state(ON, 200);
        gestures.time(1_200);
        gestures.state(OFF, 2_000);
        gestures.time(9_000);

        assertThat(reported).containsExactly("click@100 held 100", "long-press@1200 held 1000");
    }

    @Test
    void buttonHeldAtStartIsNeitherClickedNorPressedLong() {
        gestures = gestures(new GestureTimes(1_000, 300, 10, 10), true);

        assertThat(gestures.deadline()).isEmpty();
        gestures.time(2_000);
        gestures.state(OFF, 2_100);
        gestures.time(9_000);

        assertThat(reported).isEmpty();
    }

    @Test
    void heldButtonRepeatsAndALateTimerDoesNotMakeUp() {
        gestures = gestures(new GestureTimes(10_000, 300, 50, 10), false);
        gestures.state(ON, 0);

        gestures.time(49);
        assertThat(reported).isEmpty();
        gestures.time(50);
        gestures.time(85);
        assertThat(gestures.deadline()).isEqualTo(OptionalLong.of(90));
        gestures.time(90);
        gestures.state(OFF, 95);
        gestures.time(200);

        assertThat(reported).containsExactly("press@50 held 50", "press@60 held 60", "press@90 held 90");
    }
}
