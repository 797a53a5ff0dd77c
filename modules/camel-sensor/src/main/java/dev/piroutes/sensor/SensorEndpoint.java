package dev.piroutes.sensor;

import java.math.BigDecimal;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel's drivers measure: temperature, humidity, pressure, light, voltage.
 *
 * A consumer reads again and again; with `poll` or `pollEnrich` a route reads when it wants to. The body is the value as
 * text, in the unit that people use.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = SensorConstants.SCHEME,
        title = "Sensor",
        syntax = "sensor:name",
        consumerOnly = true,
        remote = false,
        category = {Category.IOT},
        headersClass = SensorConstants.class)
public class SensorEndpoint extends DefaultEndpoint implements MultipleConsumersSupport {
    private final SensorName sensor;

    /**
     * Where its driver is, the chip, and which of its values: `iio:bme280/temperature`. Drivers are in `iio` (most sensors,
     * analogue-to-digital converters), `hwmon` (hardware monitoring), `w1` (thermometers on a 1-Wire bus) and `thermal` (the
     * processor's temperature). A chip is named as its driver names it, by its label, or by its address on its bus (`1-0076`). The
     * value may be left out of a chip that has one.
     */
    @UriPath
    @Metadata(required = true)
    private final String name;

    /** From one value to the next. More than 0. */
    @UriParam(defaultValue = "10s", javaType = "java.time.Duration")
    private long period = 10_000;

    /** How many readings, spread over the period, a value is the mean of. 1 to 1000. */
    @UriParam(defaultValue = "1")
    private int samples = 1;

    /** How far the value must be from the one that was told last to be told; the unit is the value's. 0: it is told in any case. */
    @UriParam(defaultValue = "0")
    private double deadBand;

    /** Whether a value that is, rounded, the one that was told last is not told again. */
    @UriParam
    private boolean onChange;

    /** To how many digits after the point the value is rounded, 0 to 6. The default fits what is measured: 2 for °C. */
    @UriParam
    private @Nullable Integer decimals;

    SensorEndpoint(String uri, SensorComponent component, SensorName sensor) {
        super(uri, component);
        this.sensor = sensor;
        name = sensor.toString();
    }

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException naming the first option that is outside, its value and what would fit
     */
    void validate() {
        require(period > 0, "period must be more than 0, but was " + period + "ms");
        require(samples >= 1 && samples <= 1000, "samples must be 1 to 1000, but was " + samples);
        require(
                samples <= period,
                "samples must leave a millisecond for each, but were " + samples + " in " + period + "ms");
        require(deadBand >= 0, "deadBand must be 0 or more, but was " + deadBand);
        require(decimals == null || decimals >= 0 && decimals <= 6, "decimals must be 0 to 6, but was " + decimals);
    }

    private void require(boolean fits, String message) {
        if (!fits) {
            throw new IllegalArgumentException("sensor:" + sensor + ": " + message);
        }
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Consumer consumer = new SensorConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public PollingConsumer createPollingConsumer() throws Exception {
        PollingConsumer consumer = new SensorPollingConsumer(this);
        configurePollingConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        throw new IllegalArgumentException(
                "sensor:" + sensor + ": a sensor takes no messages; read it with from, poll or pollEnrich");
    }

    /** A message that tells a value. */
    Exchange exchange(Reading reading) {
        Exchange exchange = createExchange();
        BigDecimal value = Reports.rounded(reading, decimals);
        // A text, as it goes out; and Camel's language simple cuts the decimals off a number that it compares with a
        // whole one.
        exchange.getMessage().setBody(value.toPlainString());
        exchange.getMessage().setHeader(SensorConstants.VALUE, value);
        exchange.getMessage().setHeader(SensorConstants.NAME, sensor.toString());
        exchange.getMessage().setHeader(SensorConstants.UNIT, reading.quantity().unit());
        exchange.getMessage().setHeader(SensorConstants.MESSAGE_TIMESTAMP, System.currentTimeMillis());
        return exchange;
    }

    /** Measures now. @throws SensorException if there is no value */
    Reading read() {
        return getComponent().read(sensor);
    }

    @Override
    public SensorComponent getComponent() {
        return (SensorComponent) super.getComponent();
    }

    @Override
    public boolean isMultipleConsumersSupported() {
        return true;
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    SensorName sensor() {
        return sensor;
    }

    public String getName() {
        return name;
    }

    public long getPeriod() {
        return period;
    }

    public void setPeriod(long period) {
        this.period = period;
    }

    public int getSamples() {
        return samples;
    }

    public void setSamples(int samples) {
        this.samples = samples;
    }

    public double getDeadBand() {
        return deadBand;
    }

    public void setDeadBand(double deadBand) {
        this.deadBand = deadBand;
    }

    public boolean isOnChange() {
        return onChange;
    }

    public void setOnChange(boolean onChange) {
        this.onChange = onChange;
    }

    public @Nullable Integer getDecimals() {
        return decimals;
    }

    public void setDecimals(@Nullable Integer decimals) {
        this.decimals = decimals;
    }
}
