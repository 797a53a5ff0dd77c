package dev.piroutes.gpio;

import dev.piroutes.board.Level;
import dev.piroutes.board.Pull;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** The options of an endpoint that is an input, and those that an output has, too. */
@UriParams
public abstract class InputConfiguration {
    private static final long AS_DEBOUNCE = -1;

    /** Whether the pin is on (pressed, lit) when its level is low: a button to ground, most relay boards. */
    @UriParam
    private boolean activeLow;

    /**
     * What the pin is, as it is drawn on the bench page: an input is a `button` (the default), a `switch` or a `sensor`, an
     * output an `led` (the default), a `relay` or a `buzzer`. Nothing else depends on it.
     */
    @UriParam(enums = "button,switch,sensor,led,relay,buzzer")
    private @Nullable GpioPart as;

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

    /** How long the pin must be active before that counts. The default is debounce. */
    @UriParam(label = "consumer", javaType = "java.time.Duration")
    private long delayedOn = AS_DEBOUNCE;

    /** How long the pin must be inactive before that counts. The default is debounce. */
    @UriParam(label = "consumer", javaType = "java.time.Duration")
    private long delayedOff = AS_DEBOUNCE;

    /**
     * What starts the route: the pin becomes active (`press`) or inactive (`release`), or both (`change`); it was active
     * shorter than longPressTime, once (`click`) or twice (`double-click`), or has been for that long (`long-press`).
     * The body is the event; for `change` it is the new state, `ON` or `OFF`. With `rate` the route starts every ratePeriod,
     * and the body is how often a minute the pin became active, multiplied with perPulse. A button that is held at start is not
     * reported as pressed, except with initial.
     */
    @UriParam(
            label = "consumer",
            defaultValue = "press",
            enums = "press,release,change,click,double-click,long-press,rate")
    private GpioEvent event = GpioEvent.PRESS;

    /**
     * Whether the state is told when the route starts, as soon as it has lasted for debounce: at the start of the program,
     * and after an edit of the route. For the events `change`, `press` (told if the pin is active) and `release` (if not).
     */
    @UriParam(label = "consumer")
    private boolean initial;

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

    /** With the event `rate`: how long presses are counted. More than 0. */
    @UriParam(label = "consumer", defaultValue = "10s", javaType = "java.time.Duration")
    private long ratePeriod = 10_000;

    /** With the event `rate`: what one press stands for, such as 0.00222 litres of a flow sensor. */
    @UriParam(label = "consumer", defaultValue = "1")
    private double perPulse = 1;

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException naming the first option that is outside, its value and what would fit
     */
    void validate(Pin pin) {
        OptionCheck.notNegative(pin, "debounce", debounce);
        OptionCheck.notNegative(pin, "delayedOn", quiet(delayedOn));
        OptionCheck.notNegative(pin, "delayedOff", quiet(delayedOff));
        OptionCheck.positive(pin, "longPressTime", longPressTime);
        OptionCheck.notNegative(pin, "doubleClickTime", doubleClickTime);
        OptionCheck.notNegative(pin, "repeatDelay", repeatDelay);
        OptionCheck.notNegative(pin, "repeatPeriod", repeatPeriod);
        OptionCheck.positive(pin, "ratePeriod", ratePeriod);
        OptionCheck.that(
                !initial || event == GpioEvent.CHANGE || event == GpioEvent.PRESS || event == GpioEvent.RELEASE,
                pin,
                "initial must be false with the event " + event.text() + "; it goes with change, press and release");
    }

    /** What routes that share the input must agree on. */
    LineOptions inputLine() {
        String text = "an input with pull=" + pull.name().toLowerCase(Locale.ROOT) + ", activeLow=" + activeLow;
        return new LineOptions("input", activeLow, text);
    }

    /** How long a level must last before it counts, in nanoseconds. */
    long quietNanos(Level level) {
        boolean on = GpioState.of(level, activeLow) == GpioState.ON;
        return TimeUnit.MILLISECONDS.toNanos(quiet(on ? delayedOn : delayedOff));
    }

    private long quiet(long delayed) {
        return delayed == AS_DEBOUNCE ? debounce : delayed;
    }

    /** 0: nobody wants a rate. */
    long ratePeriodNanos() {
        return event == GpioEvent.RATE ? TimeUnit.MILLISECONDS.toNanos(ratePeriod) : 0;
    }

    /** A minute, rounded to the hundredth. */
    String rate(int count) {
        return BigDecimal.valueOf(count)
                .multiply(BigDecimal.valueOf(perPulse))
                .multiply(BigDecimal.valueOf(TimeUnit.MINUTES.toMillis(1)))
                .divide(BigDecimal.valueOf(ratePeriod), 2, RoundingMode.HALF_UP)
                .toPlainString();
    }

    GestureTimes gestureTimes() {
        return GestureTimes.ofMillis(longPressTime, doubleClickTime, repeatDelay, repeatPeriod);
    }

    public long getRatePeriod() {
        return ratePeriod;
    }

    public void setRatePeriod(long ratePeriod) {
        this.ratePeriod = ratePeriod;
    }

    public double getPerPulse() {
        return perPulse;
    }

    public void setPerPulse(double perPulse) {
        this.perPulse = perPulse;
    }

    public boolean isActiveLow() {
        return activeLow;
    }

    public void setActiveLow(boolean activeLow) {
        this.activeLow = activeLow;
    }

    public @Nullable GpioPart getAs() {
        return as;
    }

    public void setAs(@Nullable GpioPart as) {
        this.as = as;
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

    public long getDelayedOn() {
        return delayedOn;
    }

    public void setDelayedOn(long delayedOn) {
        this.delayedOn = delayedOn;
    }

    public long getDelayedOff() {
        return delayedOff;
    }

    public void setDelayedOff(long delayedOff) {
        this.delayedOff = delayedOff;
    }

    public boolean isInitial() {
        return initial;
    }

    public void setInitial(boolean initial) {
        this.initial = initial;
    }
}
