package dev.piroutes.gpio;

import dev.piroutes.board.Board;
import dev.piroutes.board.Level;
import dev.piroutes.board.LineNumbers;
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

    /** The pin: a GPIO number (`21` or `GP21`) or a position on the 40-pin header (`pin:40`), or a line of another chip (`mcp23017/5`). */
    @UriPath
    @Metadata(required = true)
    private final String pin;

    @UriParam
    private final GpioConfiguration configuration = new GpioConfiguration();

    GpioEndpoint(String uri, GpioComponent component, String pin, Pin gpio) {
        super(uri, component);
        this.pin = pin;
        this.gpio = gpio;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        configuration.validate(gpio);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        requireUse(true);
        Consumer consumer = new GpioConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        requireUse(false);
        if (configuration.isSimulate()) {
            return new SimulateProducer(this);
        }
        if (configuration.isPwm()) {
            return new DimmerProducer(this);
        }
        return drives() ? new GpioProducer(this) : new ReadProducer(this);
    }

    /** Whether a step with this endpoint drives an output: it neither simulates nor only reads. */
    public boolean drives() {
        return !configuration.isSimulate() && (configuration.isPwm() || configuration.getAction() != GpioAction.READ);
    }

    /**
     * Checks what depends on how the endpoint is used.
     *
     * @param consumer whether as an input
     * @throws IllegalArgumentException naming the option that does not fit, its value and what would
     */
    public void requireUse(boolean consumer) {
        GpioPart as = configuration.getAs();
        if (as != null && (consumer || drives())) {
            as.requireFor(gpio, consumer);
        }
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

    /**
     * What routes that share this pin must agree on, comparable by {@code equals}; its text lists them. Nothing for
     * a step that does not {@linkplain #drives() drive} it, which shares it with everybody.
     *
     * @param consumer whether the endpoint is used as an input
     */
    public Optional<Object> sharedOptions(boolean consumer) {
        if (consumer) {
            return Optional.of(configuration.inputLine());
        }
        return drives() ? Optional.of(configuration.outputLine()) : Optional.empty();
    }

    /**
     * Drives the output to its shutdown state, without a route.
     *
     * @param board on which no route has the pin
     * @return that state, ON or OFF
     */
    public String makeSafe(Board board) {
        Level safe = configuration.shutdownLevel();
        if (configuration.isPwm()) {
            board.openDimmer(gpio.number(), configuration.getFrequency(), safe);
        } else {
            board.openOutput(gpio.number(), safe, safe);
        }
        return configuration.getShutdownState().name();
    }

    public GpioConfiguration getConfiguration() {
        return configuration;
    }

    public String getPin() {
        return pin;
    }

    /** The GPIO number (BCM), 0 to 27, however the pin was written; of another chip's line one of {@link LineNumbers}. */
    public int getPinNumber() {
        return gpio.number();
    }

    /** For people: {@code GP21} or {@code mcp23017/5}. */
    public String getPinName() {
        return gpio.name();
    }

    /** As it stands in error messages: {@code gpio:21 (header pin 40)} or {@code gpio:mcp23017/5}. */
    public String pinInWords() {
        return gpio.toString();
    }

    /** As it is written: {@code gpio:21} or {@code gpio:mcp23017/5}. */
    public String pinWritten() {
        return GpioConstants.SCHEME + ":" + gpio.line();
    }
}
