package dev.piroutes.gpio;

import org.apache.camel.Exchange;
import org.apache.camel.spi.Metadata;

/** Names of the headers. */
public final class GpioConstants {
    /** The scheme of the component. */
    public static final String SCHEME = "gpio";

    @Metadata(
            description = "GPIO number (BCM) of the pin; of a line of another chip its text, such as `mcp23017/5`.",
            javaType = "Integer")
    public static final String PIN = "CamelGpioPin";

    @Metadata(description = "Logical state of the pin: `ON` (pressed, lit) or `OFF`.", javaType = "String")
    public static final String STATE = "CamelGpioState";

    @Metadata(label = "consumer", description = "What happened, such as `press` or `release`.", javaType = "String")
    public static final String EVENT = "CamelGpioEvent";

    @Metadata(
            label = "consumer",
            description = "When it happened at the pin, in milliseconds since 1970: before the route got to it.",
            javaType = "Long")
    public static final String TIMESTAMP = "CamelGpioTimestamp";

    @Metadata(
            label = "consumer",
            description = "When it happened at the pin, on the clock of Java's `System.nanoTime()`: to measure how long"
                    + " after it something else was done.",
            javaType = "Long")
    public static final String NANO_TIME = "CamelGpioNanoTime";

    @Metadata(
            label = "consumer",
            description = "The same as `CamelGpioTimestamp`, under the name that Camel has for it.",
            javaType = "Long")
    public static final String MESSAGE_TIMESTAMP = Exchange.MESSAGE_TIMESTAMP;

    @Metadata(
            label = "consumer",
            description = "In milliseconds: for a release, click or long press, how long the button was held; for a"
                    + " press, how long it had been up, and for a repeated press, how long it has been held.",
            javaType = "Long")
    public static final String DURATION = "CamelGpioDuration";

    @Metadata(
            label = "consumer",
            description = "Which repetition of a held button this press is, from 1; absent for the press itself.",
            javaType = "Integer")
    public static final String REPEAT = "CamelGpioRepeat";

    @Metadata(
            label = "consumer",
            description = "For the event `rate`: how many times the pin became active in the period.",
            javaType = "Integer")
    public static final String COUNT = "CamelGpioCount";

    @Metadata(
            label = "consumer",
            description =
                    "`true` if nothing happened, and the state at the start is told (option `initial`); else absent.",
            javaType = "Boolean")
    public static final String INITIAL = "CamelGpioInitial";

    @Metadata(
            label = "producer",
            description = "What the output shall do; stronger than the option `action` and than the body.",
            javaType = "String")
    public static final String ACTION = "CamelGpioAction";

    private GpioConstants() {}
}
