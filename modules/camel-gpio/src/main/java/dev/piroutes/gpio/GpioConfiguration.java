package dev.piroutes.gpio;

import dev.piroutes.board.Level;
import java.util.Objects;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/**
 * The options of an endpoint: those of an output here, those of an input in what it extends. Every {@code long} is a
 * duration in milliseconds.
 */
@UriParams
public class GpioConfiguration extends InputConfiguration {
    /**
     * What the output shall do with every message: `ON`, `OFF`, `TOGGLE`, `PULSE`, `BLINK` or `READ`. Without it, the
     * header `CamelGpioAction` or the body says so. The body afterwards is the state, `ON` or `OFF`. With `READ` here it only
     * reads, and any route's pin, input or output, whatever its options.
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
     * Whether this is not an output but a finger at an input of a virtual board: `PRESS` moves the contact from where it
     * rests, `RELEASE` lets it go. On a real board the route refuses to start.
     */
    @UriParam(label = "producer")
    private boolean simulate;

    @Override
    void validate(Pin pin) {
        super.validate(pin);
        OptionCheck.positive(pin, "onTime", onTime);
        OptionCheck.positive(pin, "offTime", offTime);
        OptionCheck.that(count >= 0, pin, "count must be 0 or more, but was " + count);
        OptionCheck.notNegative(pin, "maxOnTime", maxOnTime);
        OptionCheck.that(
                frequency >= 1 && frequency <= 100_000,
                pin,
                "frequency must be 1 to 100000 (Hz), but was " + frequency);
    }

    /** What routes that share the output must agree on. */
    LineOptions outputLine() {
        String text = pwm
                ? "a dimmed output with activeLow=" + isActiveLow() + ", frequency=" + frequency + ", shutdownState="
                        + shutdownState
                : "an output with activeLow=" + isActiveLow() + ", initialState=" + initialState + ", shutdownState="
                        + shutdownState + ", maxOnTime=" + maxOnTime + "ms, group="
                        + Objects.requireNonNullElse(group, "none") + ", restore=" + restore;
        return new LineOptions(pwm ? "dimmer" : "output", isActiveLow(), text);
    }

    /** The level at which the output is in its shutdown state. */
    Level shutdownLevel() {
        return shutdownState.level(isActiveLow());
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
