package dev.piroutes.gpio;

import dev.piroutes.board.Board;
import dev.piroutes.board.Level;
import dev.piroutes.board.Pull;
import java.util.Optional;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Digital inputs (buttons, sensors) and outputs (LEDs, relays) of a Raspberry Pi or of a virtual board.
 *
 * A consumer is an input, a producer an output. Routes share a pin if their options for the line are equal; anything
 * else is an error at start that names both routes.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = GpioConstants.SCHEME,
        title = "GPIO",
        syntax = "gpio:pin",
        remote = false,
        category = {Category.IOT},
        headersClass = GpioConstants.class)
public class GpioEndpoint extends DefaultEndpoint implements MultipleConsumersSupport {
    private final Pin gpio;

    @UriPath
    @Metadata(required = true)
    private String pin;

    @UriParam
    private boolean activeLow;

    @UriParam(label = "consumer", defaultValue = "none", enums = "none,up,down")
    private Pull pull = Pull.NONE;

    @UriParam(label = "consumer", defaultValue = "20ms", javaType = "java.time.Duration")
    private long debounce = 20;

    @UriParam(label = "consumer", defaultValue = "press", enums = "press,release,change,click,double-click,long-press")
    private GpioEvent event = GpioEvent.PRESS;

    @UriParam(label = "consumer", defaultValue = "1s", javaType = "java.time.Duration")
    private long longPressTime = 1000;

    @UriParam(label = "consumer", defaultValue = "300ms", javaType = "java.time.Duration")
    private long doubleClickTime = 300;

    @UriParam(label = "consumer", defaultValue = "500ms", javaType = "java.time.Duration")
    private long repeatDelay = 500;

    @UriParam(label = "consumer", defaultValue = "0", javaType = "java.time.Duration")
    private long repeatPeriod;

    @UriParam(label = "producer")
    private @Nullable GpioAction action;

    @UriParam(label = "producer", defaultValue = "OFF")
    private GpioState initialState = GpioState.OFF;

    @UriParam(label = "producer", defaultValue = "OFF")
    private GpioState shutdownState = GpioState.OFF;

    @UriParam(label = "producer", defaultValue = "500ms", javaType = "java.time.Duration")
    private long onTime = 500;

    @UriParam(label = "producer", defaultValue = "500ms", javaType = "java.time.Duration")
    private long offTime = 500;

    @UriParam(label = "producer", defaultValue = "0")
    private int count;

    @UriParam(label = "producer", defaultValue = "0", javaType = "java.time.Duration")
    private long maxOnTime;

    @UriParam(label = "producer")
    private @Nullable String group;

    @UriParam(label = "producer")
    private boolean restore;

    @UriParam(label = "producer")
    private boolean pwm;

    @UriParam(label = "producer", defaultValue = "1000")
    private int frequency = 1000;

    @UriParam(label = "producer")
    private boolean simulate;

    GpioEndpoint(String uri, GpioComponent component, String pin, Pin gpio) {
        super(uri, component);
        this.pin = pin;
        this.gpio = gpio;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        GpioOptions.notNegative(gpio, "debounce", debounce);
        GpioOptions.positive(gpio, "longPressTime", longPressTime);
        GpioOptions.notNegative(gpio, "doubleClickTime", doubleClickTime);
        GpioOptions.notNegative(gpio, "repeatDelay", repeatDelay);
        GpioOptions.notNegative(gpio, "repeatPeriod", repeatPeriod);
        GpioOptions.positive(gpio, "onTime", onTime);
        GpioOptions.positive(gpio, "offTime", offTime);
        GpioOptions.notNegative(gpio, "maxOnTime", maxOnTime);
        GpioOptions.count(gpio, count);
        GpioOptions.frequency(gpio, frequency);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Consumer consumer = new GpioConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        if (simulate) {
            return new SimulateProducer(this);
        }
        return pwm ? new DimmerProducer(this) : new GpioProducer(this);
    }

    @Override
    public GpioComponent getComponent() {
        return (GpioComponent) super.getComponent();
    }

    @Override
    public boolean isMultipleConsumersSupported() {
        return true;
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    Pin gpio() {
        return gpio;
    }

    InputOptions inputOptions() {
        return new InputOptions(pull, activeLow);
    }

    GestureTimes gestureTimes() {
        return GestureTimes.ofMillis(longPressTime, doubleClickTime, repeatDelay, repeatPeriod);
    }

    OutputOptions outputOptions() {
        return new OutputOptions(activeLow, initialState, shutdownState, maxOnTime, group, restore);
    }

    DimmerOptions dimmerOptions() {
        return new DimmerOptions(activeLow, frequency, shutdownState);
    }

    /**
     * What routes that share this pin must agree on, comparable by {@code equals}; its text says it in words. Nothing
     * for a finger, which shares every input.
     *
     * @param consumer whether the endpoint is used as an input
     */
    public Optional<Object> sharedOptions(boolean consumer) {
        if (consumer) {
            return Optional.of(inputOptions());
        }
        return simulate ? Optional.empty() : Optional.of(pwm ? dimmerOptions() : outputOptions());
    }

    /**
     * Drives the output to its shutdown state, without a route.
     *
     * @param board on which no route has the pin
     * @return that state, ON or OFF
     */
    public String makeSafe(Board board) {
        Level safe = shutdownState.level(activeLow);
        if (pwm) {
            board.openDimmer(gpio.bcm(), frequency, safe);
        } else {
            board.openOutput(gpio.bcm(), safe, safe);
        }
        return shutdownState.name();
    }

    Rhythm rhythm() {
        return new Rhythm(onTime, offTime, count);
    }

    /** The GPIO number (BCM), 0 to 27, whichever way the pin was written. */
    public int getPinNumber() {
        return gpio.bcm();
    }

    /** The position on the 40-pin header, 1 to 40. */
    public int getHeaderPin() {
        return gpio.header();
    }

    public String getPin() {
        return pin;
    }

    /** The pin: a GPIO number (`21` or `GP21`) or a position on the 40-pin header (`pin:40`). */
    public void setPin(String pin) {
        this.pin = pin;
    }

    public boolean isActiveLow() {
        return activeLow;
    }

    /** Whether the pin is on (pressed, lit) when its level is low: a button to ground, most relay boards. */
    public void setActiveLow(boolean activeLow) {
        this.activeLow = activeLow;
    }

    public Pull getPull() {
        return pull;
    }

    /**
     * The resistor inside the chip that decides the level while nothing drives the pin: `up` for a button to ground,
     * `down` for one to 3.3 V, `none` if the circuit has its own.
     */
    public void setPull(Pull pull) {
        this.pull = pull;
    }

    public long getDebounce() {
        return debounce;
    }

    /**
     * How long a level must last before it counts. Shorter pulses are ignored; the level in which the line ends never
     * is. 0 reports every edge. A duration of 0 or more.
     */
    public void setDebounce(long debounce) {
        this.debounce = debounce;
    }

    public GpioEvent getEvent() {
        return event;
    }

    /**
     * What starts the route: the pin becomes active (`press`) or inactive (`release`), or both (`change`); it was active
     * shorter than longPressTime, once (`click`) or twice (`double-click`), or has been for that long (`long-press`).
     * The body is the event; for `change` it is the new state, `ON` or `OFF`. A button that is held at start is not
     * reported as pressed.
     */
    public void setEvent(GpioEvent event) {
        this.event = event;
    }

    public long getLongPressTime() {
        return longPressTime;
    }

    /** From how long on a press is a long press, reported while the button is still down. More than 0. */
    public void setLongPressTime(long longPressTime) {
        this.longPressTime = longPressTime;
    }

    public long getDoubleClickTime() {
        return doubleClickTime;
    }

    /**
     * How soon after a click the second press of a double click must begin. A click is reported only when this has
     * passed; 0 reports it at once, and there are no double clicks.
     */
    public void setDoubleClickTime(long doubleClickTime) {
        this.doubleClickTime = doubleClickTime;
    }

    public long getRepeatDelay() {
        return repeatDelay;
    }

    /** With repeatPeriod: how long a button must be held until its press is reported again. */
    public void setRepeatDelay(long repeatDelay) {
        this.repeatDelay = repeatDelay;
    }

    public long getRepeatPeriod() {
        return repeatPeriod;
    }

    /** How often the `press` of a held button is reported again, after repeatDelay. 0: never. */
    public void setRepeatPeriod(long repeatPeriod) {
        this.repeatPeriod = repeatPeriod;
    }

    public @Nullable GpioAction getAction() {
        return action;
    }

    /**
     * What the output shall do with every message: `ON`, `OFF`, `TOGGLE`, `PULSE`, `BLINK` or `READ`. Without it, the
     * header `CamelGpioAction` or the body says so. The body afterwards is the state, `ON` or `OFF`.
     */
    public void setAction(@Nullable GpioAction action) {
        this.action = action;
    }

    public GpioState getInitialState() {
        return initialState;
    }

    /** The state that the output takes when its route starts. */
    public void setInitialState(GpioState initialState) {
        this.initialState = initialState;
    }

    public GpioState getShutdownState() {
        return shutdownState;
    }

    /** The state that the output takes when the program ends. A route that merely stops leaves the state as it is. */
    public void setShutdownState(GpioState shutdownState) {
        this.shutdownState = shutdownState;
    }

    public boolean isSimulate() {
        return simulate;
    }

    /**
     * Whether this is not an output but the finger on an input of a virtual board: `PRESS` makes the input active,
     * `RELEASE` lets go of it. On a real board the route refuses to start.
     */
    public void setSimulate(boolean simulate) {
        this.simulate = simulate;
    }

    public long getOnTime() {
        return onTime;
    }

    /** How long `PULSE` and `BLINK` switch on. More than 0. */
    public void setOnTime(long onTime) {
        this.onTime = onTime;
    }

    public long getOffTime() {
        return offTime;
    }

    /** How long `BLINK` switches off in between. More than 0. */
    public void setOffTime(long offTime) {
        this.offTime = offTime;
    }

    public int getCount() {
        return count;
    }

    /** How often `BLINK` switches on. 0: until the next action. Any action but `READ` ends a pulse or a blinking. */
    public void setCount(int count) {
        this.count = count;
    }

    public long getMaxOnTime() {
        return maxOnTime;
    }

    /**
     * After how long the output switches itself off, counted from when it went on; another `ON` does not prolong it. If
     * its route stops meanwhile, it switches off at once. 0: no limit.
     */
    public void setMaxOnTime(long maxOnTime) {
        this.maxOnTime = maxOnTime;
    }

    public @Nullable String getGroup() {
        return group;
    }

    /** The name of a group of outputs of which one at most is on: switching one on first switches the others off. */
    public void setGroup(@Nullable String group) {
        this.group = group;
    }

    public boolean isRestore() {
        return restore;
    }

    /**
     * Whether the output starts in the state that it was last told to take, in this run or an earlier one, and in
     * initialState only if there is none. A pulse or a blinking counts as `OFF`.
     */
    public void setRestore(boolean restore) {
        this.restore = restore;
    }

    public boolean isPwm() {
        return pwm;
    }

    /**
     * Whether the output is dimmed by the hardware (PWM), which GPIO 12, 13, 18 and 19 can be. The body is the
     * brightness, `0` to `100`, or `ON`, `OFF` or `READ`; afterwards it is the brightness. It starts in shutdownState.
     */
    public void setPwm(boolean pwm) {
        this.pwm = pwm;
    }

    public int getFrequency() {
        return frequency;
    }

    /** With pwm: how often a second the output goes on and off, 1 to 100000. */
    public void setFrequency(int frequency) {
        this.frequency = frequency;
    }
}
