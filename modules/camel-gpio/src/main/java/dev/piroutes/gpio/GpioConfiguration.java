package dev.piroutes.gpio;

import dev.piroutes.board.Level;
import dev.piroutes.board.Pull;
import java.util.Locale;
import java.util.Objects;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** The options of an endpoint: their names, meanings, defaults and limits. Every {@code long} is a duration in milliseconds. */
@UriParams
public class GpioConfiguration {
    /** Whether the pin is on (pressed, lit) when its level is low: a button to ground, most relay boards. */
    @UriParam
    private boolean activeLow;

    /**
     * The resistor inside the chip that decides the level while nothing drives the pin: `up` for a button to ground,
     * `down` for one to 3.3 V, `none` if the circuit has its own.
     */
    @UriParam(label = "consumer", defaultValue = "none", enums = "none,up,down")
    private Pull pull = Pull.NONE;

    /**
     * How long a level must last before it counts. Shorter pulses are ignored; the level in which the line ends never
     * is. 0 reports every edge. A duration of 0 or more.
     */
    @UriParam(label = "consumer", defaultValue = "20ms", javaType = "java.time.Duration")
    private long debounce = 20;

    /**
     * What starts the route: the pin becomes active (`press`) or inactive (`release`), or both (`change`); it was active
     * shorter than longPressTime, once (`click`) or twice (`double-click`), or has been for that long (`long-press`).
     * The body is the event; for `change` it is the new state, `ON` or `OFF`. A button that is held at start is not
     * reported as pressed.
     */
    @UriParam(label = "consumer", defaultValue = "press", enums = "press,release,change,click,double-click,long-press")
    private GpioEvent event = GpioEvent.PRESS;

    /** From how long on a press is a long press, reported while the button is still down. More than 0. */
    @UriParam(label = "consumer", defaultValue = "1s", javaType = "java.time.Duration")
    private long longPressTime = 1000;

    /**
     * How soon after a click the second press of a double click must begin. A click is reported only when this has
     * passed; 0 reports it at once, and there are no double clicks.
     */
    @UriParam(label = "consumer", defaultValue = "300ms", javaType = "java.time.Duration")
    private long doubleClickTime = 300;

    /** With repeatPeriod: how long a button must be held until its press is reported again. */
    @UriParam(label = "consumer", defaultValue = "500ms", javaType = "java.time.Duration")
    private long repeatDelay = 500;

    /** How often the `press` of a held button is reported again, after repeatDelay. 0: never. */
    @UriParam(label = "consumer", defaultValue = "0", javaType = "java.time.Duration")
    private long repeatPeriod;

    /**
     * What the output shall do with every message: `ON`, `OFF`, `TOGGLE`, `PULSE`, `BLINK` or `READ`. Without it, the
     * header `CamelGpioAction` or the body says so. The body afterwards is the state, `ON` or `OFF`.
     */
    @UriParam(label = "producer")
    private @Nullable GpioAction action;

    /** The state that the output takes when its route starts. */
    @UriParam(label = "producer", defaultValue = "OFF")
    private GpioState initialState = GpioState.OFF;

    /** The state that the output takes when the program ends. A route that merely stops leaves the state as it is. */
    @UriParam(label = "producer", defaultValue = "OFF")
    private GpioState shutdownState = GpioState.OFF;

    /** How long `PULSE` and `BLINK` switch on. More than 0. */
    @UriParam(label = "producer", defaultValue = "500ms", javaType = "java.time.Duration")
    private long onTime = 500;

    /** How long `BLINK` switches off in between. More than 0. */
    @UriParam(label = "producer", defaultValue = "500ms", javaType = "java.time.Duration")
    private long offTime = 500;

    /** How often `BLINK` switches on. 0: until the next action. Any action but `READ` ends a pulse or a blinking. */
    @UriParam(label = "producer", defaultValue = "0")
    private int count;

    /**
     * After how long the output switches itself off, counted from when it went on; another `ON` does not prolong it. If
     * its route stops meanwhile, it switches off at once. 0: no limit.
     */
    @UriParam(label = "producer", defaultValue = "0", javaType = "java.time.Duration")
    private long maxOnTime;

    /** The name of a group of outputs of which one at most is on: switching one on first switches the others off. */
    @UriParam(label = "producer")
    private @Nullable String group;

    /**
     * Whether the output starts in the state of the last action, in this run or an earlier one, and in initialState
     * only if there is none. A pulse or a blinking counts as `OFF`.
     */
    @UriParam(label = "producer")
    private boolean restore;

    /**
     * Whether the output is dimmed by the hardware (PWM), which GPIO 12, 13, 18 and 19 can be. The body is the
     * brightness, `0` to `100`, or `ON`, `OFF` or `READ`; afterwards it is the brightness. It starts in shutdownState.
     */
    @UriParam(label = "producer")
    private boolean pwm;

    /** With pwm: how often a second the output goes on and off, 1 to 100000. */
    @UriParam(label = "producer", defaultValue = "1000")
    private int frequency = 1000;

    /**
     * Whether this is not an output but simulates presses of an input of a virtual board: `PRESS` makes the input active,
     * `RELEASE` ends the press. On a real board the route refuses to start.
     */
    @UriParam(label = "producer")
    private boolean simulate;

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException naming the first option that is outside, its value and what would fit
     */
    void validate(Pin pin) {
        OptionCheck.notNegative(pin, "debounce", debounce);
        OptionCheck.positive(pin, "longPressTime", longPressTime);
        OptionCheck.notNegative(pin, "doubleClickTime", doubleClickTime);
        OptionCheck.notNegative(pin, "repeatDelay", repeatDelay);
        OptionCheck.notNegative(pin, "repeatPeriod", repeatPeriod);
        OptionCheck.positive(pin, "onTime", onTime);
        OptionCheck.positive(pin, "offTime", offTime);
        OptionCheck.that(count >= 0, pin, "count must be 0 or more, but was " + count);
        OptionCheck.notNegative(pin, "maxOnTime", maxOnTime);
        OptionCheck.that(
                frequency >= 1 && frequency <= 100_000,
                pin,
                "frequency must be 1 to 100000 (Hz), but was " + frequency);
    }

    /** What routes that share the input must agree on. */
    LineOptions inputLine() {
        String text = "an input with pull=" + pull.name().toLowerCase(Locale.ROOT) + ", activeLow=" + activeLow;
        return new LineOptions("input", activeLow, text);
    }

    /** What routes that share the output must agree on. */
    LineOptions outputLine() {
        String text = pwm
                ? "a dimmed output with activeLow=" + activeLow + ", frequency=" + frequency + ", shutdownState="
                        + shutdownState
                : "an output with activeLow=" + activeLow + ", initialState=" + initialState + ", shutdownState="
                        + shutdownState + ", maxOnTime=" + maxOnTime + "ms, group="
                        + Objects.requireNonNullElse(group, "none") + ", restore=" + restore;
        return new LineOptions(pwm ? "dimmer" : "output", activeLow, text);
    }

    /** The level at which the output is in its shutdown state. */
    Level shutdownLevel() {
        return shutdownState.level(activeLow);
    }

    GestureTimes gestureTimes() {
        return GestureTimes.ofMillis(longPressTime, doubleClickTime, repeatDelay, repeatPeriod);
    }

    public boolean isActiveLow() {
        return activeLow;
    }

    public void setActiveLow(boolean activeLow) {
        this.activeLow = activeLow;
    }

    public Pull getPull() {
        return pull;
    }

    public void setPull(Pull pull) {
        this.pull = pull;
    }

    public long getDebounce() {
        return debounce;
    }

    public void setDebounce(long debounce) {
        this.debounce = debounce;
    }

    public GpioEvent getEvent() {
        return event;
    }

    public void setEvent(GpioEvent event) {
        this.event = event;
    }

    public long getLongPressTime() {
        return longPressTime;
    }

    public void setLongPressTime(long longPressTime) {
        this.longPressTime = longPressTime;
    }

    public long getDoubleClickTime() {
        return doubleClickTime;
    }

    public void setDoubleClickTime(long doubleClickTime) {
        this.doubleClickTime = doubleClickTime;
    }

    public long getRepeatDelay() {
        return repeatDelay;
    }

    public void setRepeatDelay(long repeatDelay) {
        this.repeatDelay = repeatDelay;
    }

    public long getRepeatPeriod() {
        return repeatPeriod;
    }

    public void setRepeatPeriod(long repeatPeriod) {
        this.repeatPeriod = repeatPeriod;
    }

    public @Nullable GpioAction getAction() {
        return action;
    }

    public void setAction(@Nullable GpioAction action) {
        this.action = action;
    }

    public GpioState getInitialState() {
        return initialState;
    }

    public void setInitialState(GpioState initialState) {
        this.initialState = initialState;
    }

    public GpioState getShutdownState() {
        return shutdownState;
    }

    public void setShutdownState(GpioState shutdownState) {
        this.shutdownState = shutdownState;
    }

    public long getOnTime() {
        return onTime;
    }

    public void setOnTime(long onTime) {
        this.onTime = onTime;
    }

    public long getOffTime() {
        return offTime;
    }

    public void setOffTime(long offTime) {
        this.offTime = offTime;
    }

    public int getCount() {
        return count;
    }

    public void setCount(int count) {
        this.count = count;
    }

    public long getMaxOnTime() {
        return maxOnTime;
    }

    public void setMaxOnTime(long maxOnTime) {
        this.maxOnTime = maxOnTime;
    }

    public @Nullable String getGroup() {
        return group;
    }

    public void setGroup(@Nullable String group) {
        this.group = group;
    }

    public boolean isRestore() {
        return restore;
    }

    public void setRestore(boolean restore) {
        this.restore = restore;
    }

    public boolean isPwm() {
        return pwm;
    }

    public void setPwm(boolean pwm) {
        this.pwm = pwm;
    }

    public int getFrequency() {
        return frequency;
    }

    public void setFrequency(int frequency) {
        this.frequency = frequency;
    }

    public boolean isSimulate() {
        return simulate;
    }

    public void setSimulate(boolean simulate) {
        this.simulate = simulate;
    }
}
