package dev.piroutes.gpio;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Recognises clicks, double clicks, long presses and repetitions from when a button is down and when it is up. Reports
 * every kind of event; the listener picks. Has no clock: the caller passes the time. Not thread-safe.
 *
 * <p>A click is a press shorter than the long-press time. It is held back for the double-click time, so that it is not
 * also half a double-click. A press of at least the long-press time is a long press, reported while the button is still
 * down, and no click. A button that is down at the start has not been pressed: only its release is reported.
 */
final class Gestures {
    private final GestureTimes times;
    private final Consumer<InputEvent> sink;
    private boolean down;
    /** Whether the press that is going on was seen to begin. */
    private boolean pressSeen;

    private boolean longReported;
    private boolean clickHeldBack;
    private long clickReleased;
    private Duration clickHeld = Duration.ZERO;
    private long since;
    private long nextRepeat;
    private int repeats;

    /**
     * A recogniser for one button.
     *
     * @param down whether the button is down now
     * @param nanoTime now
     */
    Gestures(boolean down, long nanoTime, GestureTimes times, Consumer<InputEvent> sink) {
        this.down = down;
        this.since = nanoTime;
        this.times = times;
        this.sink = sink;
    }

    /** The button went down or up at this time. */
    void state(GpioState state, long nanoTime) {
        time(nanoTime);
        if (state == GpioState.ON && !down) {
            pressed(nanoTime);
        } else if (state == GpioState.OFF && down) {
            released(nanoTime);
        }
    }

    private void pressed(long nanoTime) {
        Duration up = Duration.ofNanos(nanoTime - since);
        down = true;
        pressSeen = true;
        longReported = false;
        since = nanoTime;
        repeats = 0;
        nextRepeat = nanoTime + times.repeatDelay();
        emit(GpioEvent.PRESS, nanoTime, up, 0);
    }

    private void released(long nanoTime) {
        Duration held = Duration.ofNanos(nanoTime - since);
        down = false;
        since = nanoTime;
        emit(GpioEvent.RELEASE, nanoTime, held, 0);
        if (pressSeen && !longReported) {
            clicked(nanoTime, held);
        }
    }

    private void clicked(long nanoTime, Duration held) {
        if (clickHeldBack) {
            clickHeldBack = false;
            emit(GpioEvent.DOUBLE_CLICK, nanoTime, held, 0);
        } else if (times.doubleClick() == 0) {
            emit(GpioEvent.CLICK, nanoTime, held, 0);
        } else {
            clickHeldBack = true;
            clickReleased = nanoTime;
            clickHeld = held;
        }
    }

    /** It is now this late. */
    void time(long nanoTime) {
        if (down && pressSeen) {
            if (!longReported && nanoTime - since >= times.longPress()) {
                longReported = true;
                reportClick();
                emit(GpioEvent.LONG_PRESS, since + times.longPress(), Duration.ofNanos(times.longPress()), 0);
            }
            repeat(nanoTime);
        } else if (clickHeldBack && nanoTime - clickReleased >= times.doubleClick()) {
            reportClick();
        }
    }

    private void reportClick() {
        if (clickHeldBack) {
            clickHeldBack = false;
            emit(GpioEvent.CLICK, clickReleased, clickHeld, 0);
        }
    }

    private void repeat(long nanoTime) {
        if (times.repeatPeriod() > 0 && nanoTime - nextRepeat >= 0) {
            emit(GpioEvent.PRESS, nextRepeat, Duration.ofNanos(nextRepeat - since), ++repeats);
            // a timer that comes late does not make up for what it missed
            nextRepeat += ((nanoTime - nextRepeat) / times.repeatPeriod() + 1) * times.repeatPeriod();
        }
    }

    /** When {@link #time} needs to be called next; empty if nothing will happen by itself. */
    OptionalLong deadline() {
        if (!down || !pressSeen) {
            return clickHeldBack ? OptionalLong.of(clickReleased + times.doubleClick()) : OptionalLong.empty();
        }
        long press = since + times.longPress();
        if (times.repeatPeriod() == 0) {
            return longReported ? OptionalLong.empty() : OptionalLong.of(press);
        }
        return OptionalLong.of(longReported || nextRepeat - press < 0 ? nextRepeat : press);
    }

    private void emit(GpioEvent event, long nanoTime, Duration held, int repeat) {
        boolean on = event == GpioEvent.PRESS || event == GpioEvent.LONG_PRESS;
        sink.accept(new InputEvent(event, on ? GpioState.ON : GpioState.OFF, nanoTime, held, repeat, false));
    }
}
