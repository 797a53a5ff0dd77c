package dev.piroutes.test;

import dev.piroutes.board.Level;
import dev.piroutes.board.VirtualBoard;
import dev.piroutes.gpio.GpioEndpoint;
import dev.piroutes.gpio.GpioState;
import dev.piroutes.gpio.Pin;
import dev.piroutes.i2c.VirtualI2c;
import dev.piroutes.mqtt.VirtualBroker;
import dev.piroutes.mqtt.VirtualBroker.Published;
import dev.piroutes.sensor.VirtualSensors;
import dev.piroutes.virtualtime.VirtualTime;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.AssertionFailedError;

/**
 * A test of route files as they are, on a {@link VirtualBoard}, with a {@link VirtualBroker}, in virtual time: no pins, no
 * network, no waiting.
 *
 * <pre>{@code
 * class LedTest extends DeviceTest {
 *     LedTest() {
 *         super("routes/led.camel.yaml");
 *         property("lab.root", "home");
 *     }
 *
 *     @Test
 *     void answersToggleWithTheNewState() {
 *         send("home/led/cmd", "TOGGLE");
 *
 *         expect("home/led/ack", "ON");
 *         expectOn(20);
 *         expectNothingElse();
 *     }
 * }
 * }</pre>
 *
 * <p>Every test method gets the routes anew. A call that does something returns when the routes have come to rest: what
 * they do at this moment is done, what they do later needs {@link #advance}. Time stands still otherwise, for debounce,
 * gestures, pulses, {@code timer}, {@code daytime}, {@code delay} and the completion of {@code aggregate}; it is Monday, 5 January
 * 2026, 08:00 UTC, in {@code ${date:now}} too, until {@link #date} says otherwise. {@code throttle}, {@code quartz} and redelivery
 * delays live in real time. Everything that Camel's own
 * {@code camel-test-junit5} offers is there too.
 */
@ExtendWith(CoverageReport.class)
public abstract class DeviceTest extends CamelMainTestSupport {

    /**
     * Properties of every test, where a program on the class path brings some: Pi Routes has its {@code lab.root} there. What its
     * contexts have besides is a service of the type {@link CamelConfiguration}.
     */
    private static final String DEFAULTS = "/META-INF/device-test.properties";

    private static final Duration CLICK = Duration.ofMillis(100);

    /** What waits for a later moment at the end of a test would wait for ever. */
    private static final int SHUTDOWN_MILLIS = 100;

    private final FilesUnderTest files;
    private final Properties properties = new Properties();
    private final VirtualTime time = new VirtualTime();
    private final VirtualBoard board;
    private final VirtualBroker broker = new VirtualBroker();
    private final VirtualSensors sensors = new VirtualSensors();
    private final VirtualI2c chips = new VirtualI2c();
    private final List<Published> expected = new ArrayList<>();
    private @Nullable Coverage coverage;

    @TempDir
    @Nullable
    Path states;

    /**
     * A test of one or several route files.
     *
     * @param files their paths, from the folder in which the test runs. Files without a route that are beside them, such
     *     as the error policy, are loaded too, as they are when the program runs
     * @throws IllegalArgumentException if a file is missing or is not named {@code *.camel.yaml}
     */
    protected DeviceTest(String... files) {
        this.files = FilesUnderTest.of(files);
        this.files.useJars();
        board = new VirtualBoard(time::now, time.threads(Executors.newSingleThreadExecutor(DeviceTest::daemon), 1));
        loadDefaults();
        camelContextConfiguration()
                .withUseOverridePropertiesWithPropertiesComponent(properties)
                .withShutdownTimeout(SHUTDOWN_MILLIS);
    }

    private void loadDefaults() {
        try (InputStream defaults = DeviceTest.class.getResourceAsStream(DEFAULTS)) {
            if (defaults != null) {
                properties.load(defaults);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "virtual-board");
        thread.setDaemon(true);
        return thread;
    }

    /** Sets a property that routes use. Call it in the constructor: routes read properties when they start. */
    protected final void property(String name, String value) {
        properties.setProperty(name, value);
    }

    // What the world does.

    /** Presses a button, or moves another contact from where it rests. No time passes. */
    protected final void press(int pin) {
        move(pin, "PRESS");
    }

    /** Releases it: the pin goes back to where it rests. No time passes. */
    protected final void release(int pin) {
        move(pin, "RELEASE");
    }

    /** Presses a button, lets time pass, and releases it. */
    protected final void hold(int pin, Duration duration) {
        press(pin);
        advance(duration);
        release(pin);
    }

    /** Presses a button shortly, as people do: 100 ms down, and 100 ms until something else may happen. */
    protected final void click(int pin) {
        hold(pin, CLICK);
        advance(CLICK);
    }

    /** The number of a pin that has none of its own, for the methods here: a line of another chip, {@code mcp23017/5}. */
    protected static int pin(String line) {
        return Pin.parse(line).number();
    }

    private void move(int pin, String action) {
        template().sendBody("gpio:" + new Pin(pin).line() + "?simulate=true", action);
        time.settle();
    }

    /**
     * Has the world outside put a level on an input, as a sensor does. No time passes. In the constructor: from before the
     * routes start, and while they do.
     */
    protected final void drive(int pin, Level level) {
        board.drive(pin, level);
        time.settle();
    }

    /**
     * Has a sensor measure a value from now on, in its unit. Until then it measures what is usual in a room: 20 °C, 50 %. No time
     * passes, so its route reads it at its next reading. In the constructor: from before the routes start.
     *
     * @param sensor its URI without the scheme: {@code iio:bme280/temperature}
     */
    protected final void measure(String sensor, double value) {
        sensors.measure(resolve(sensor), value);
    }

    /** Has a sensor answer nothing that is a value, until {@link #measure} is called. */
    protected final void failToMeasure(String sensor) {
        sensors.fail(resolve(sensor), "it does not answer (a test says so)");
    }

    /** Sends a message to the devices as any MQTT client would, QoS 1. The topic may use {@code {{placeholders}}}. */
    protected final void send(String topic, String payload) {
        send(topic, payload, false);
    }

    /** Sends a message that the broker had retained, as devices get it when they connect. */
    protected final void sendRetained(String topic, String payload) {
        send(topic, payload, true);
    }

    private void send(String topic, String payload, boolean retained) {
        broker.send(resolve(topic), payload.getBytes(StandardCharsets.UTF_8), 1, retained);
        time.settle();
    }

    /** Lets time pass, moment by moment: whatever is due on the way is done before the clock goes on. */
    protected final void advance(Duration duration) {
        time.advance(duration);
    }

    /**
     * Sets the date and the time of day, for {@code daytime} and {@code ${date:now}}. No time passes. In the constructor: from before
     * the routes start.
     *
     * @param date in the time zone of the machine, as in {@code 2026-06-21T07:29}
     */
    protected final void date(String date) {
        time.setDate(LocalDateTime.parse(date).atZone(ZoneId.systemDefault()).toInstant());
        time.settle();
    }

    /** Makes the next publishes of devices fail, as a full outbox does. */
    protected final void refusePublishes(int publishes) {
        broker.refuse(publishes, "the outbox is full");
    }

    // What is expected of the devices.

    /**
     * Expects a message: the first on its topic that was not expected yet.
     *
     * @param topic may use {@code {{placeholders}}}
     * @return the message, for a closer look at QoS, retained flag and client id
     */
    protected final Published expect(String topic, String payload) {
        time.settle();
        String wanted = resolve(topic);
        Published found = unexpected().stream()
                .filter(message -> message.topic().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new AssertionError("expected " + wanted + " " + payload + ", but " + whatCame()
                        + " (time stands still between calls of advance)"));
        expected.add(found);
        if (!found.payload().equals(payload)) {
            throw new AssertionFailedError(
                    "expected " + wanted + " " + payload + ", but it was " + found.payload(), payload, found.payload());
        }
        return found;
    }

    /** Expects a message with all that the broker is told. */
    protected final void expect(String topic, String payload, int qos, boolean retained) {
        Published found = expect(topic, payload);
        Published wanted = new Published(found.client(), found.topic(), payload, qos, retained);
        if (!found.equals(wanted)) {
            throw new AssertionFailedError("expected " + wanted + ", but it was " + found, wanted, found);
        }
    }

    /** Expects that devices have published nothing but what was expected before. */
    protected final void expectNothingElse() {
        time.settle();
        if (!unexpected().isEmpty()) {
            throw new AssertionError("expected nothing else, but " + whatCame());
        }
    }

    private List<Published> unexpected() {
        List<Published> left = new ArrayList<>(broker.published());
        left.removeIf(message -> expected.stream().anyMatch(known -> known == message));
        return left;
    }

    private String whatCame() {
        List<Published> left = unexpected();
        return left.isEmpty()
                ? "nothing was published" + (expected.isEmpty() ? "" : " besides what was expected before")
                : "there came " + left.stream().map(Published::toString).collect(Collectors.joining(", "));
    }

    /** Expects an output to be on: at the level that its route calls on. */
    protected final void expectOn(int pin) {
        expectState(pin, GpioState.ON);
    }

    /** Expects an output to be off. */
    protected final void expectOff(int pin) {
        expectState(pin, GpioState.OFF);
    }

    private void expectState(int pin, GpioState wanted) {
        time.settle();
        boolean activeLow = output(pin).getConfiguration().isActiveLow();
        GpioState found = board.level(pin) == Level.HIGH != activeLow ? GpioState.ON : GpioState.OFF;
        if (found != wanted) {
            throw new AssertionFailedError(
                    "expected gpio:" + new Pin(pin).line() + " to be " + wanted + ", but it is " + found,
                    wanted,
                    found);
        }
    }

    private GpioEndpoint output(int pin) {
        List<Integer> inputs = context.getRoutes().stream()
                .map(route -> route.getEndpoint() instanceof GpioEndpoint input ? input.getPinNumber() : -1)
                .toList();
        return context.getEndpoints().stream()
                .filter(GpioEndpoint.class::isInstance)
                .map(GpioEndpoint.class::cast)
                .filter(gpio -> gpio.getPinNumber() == pin && gpio.drives() && !inputs.contains(pin))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no route under test has an output gpio:" + new Pin(pin).line()));
    }

    /** The chips on the I2C buses: their registers. */
    protected final VirtualI2c chips() {
        return chips;
    }

    /** The pins, for a closer look: levels and their history. */
    protected final VirtualBoard board() {
        return board;
    }

    // How Camel is set up.

    final void count(Coverage steps) {
        coverage = steps;
    }

    @Override
    protected void configure(MainConfigurationProperties configuration) {
        configuration.setRoutesIncludePattern(files.pattern());
        configuration.setLogName("dev.piroutes.routes");
        configuration.addConfiguration(new CamelConfiguration() {
            @Override
            public void configure(CamelContext camel) {
                customize(camel);
            }
        });
        ServiceLoader.load(CamelConfiguration.class).forEach(configuration::addConfiguration);
        property("camel.component.gpio.state-dir", String.valueOf(states));
        property("variables.dir", String.valueOf(states));
    }

    private void customize(CamelContext camel) {
        camel.getRegistry().bind("board", board);
        camel.getRegistry().bind("broker", broker);
        camel.getRegistry().bind("sensors", sensors);
        camel.getRegistry().bind("i2c-buses", chips);
        time.install(camel);
        camel.setSourceLocationEnabled(true);
        camel.getCamelContextExtension()
                .addInterceptStrategy(Objects.requireNonNull(coverage).counting(files.named()));
        camel.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        camel.getShutdownStrategy().setSuppressLoggingOnTimeout(true);
        camel.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
    }

    private String resolve(String text) {
        return context == null ? text : context.resolvePropertyPlaceholders(text);
    }
}
