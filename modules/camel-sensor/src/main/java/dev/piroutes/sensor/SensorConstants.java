package dev.piroutes.sensor;

import org.apache.camel.Exchange;
import org.apache.camel.spi.Metadata;

/** Names of the headers. */
public final class SensorConstants {
    /** The scheme of the component. */
    public static final String SCHEME = "sensor";

    @Metadata(description = "The sensor, such as `iio:bme280/temperature`.", javaType = "String")
    public static final String NAME = "CamelSensorName";

    @Metadata(description = "The value as a number; the body is the same as text.", javaType = "java.math.BigDecimal")
    public static final String VALUE = "CamelSensorValue";

    @Metadata(description = "The unit of the value, such as `°C`; empty if it has none.", javaType = "String")
    public static final String UNIT = "CamelSensorUnit";

    @Metadata(description = "When the value was read, in milliseconds since 1970.", javaType = "Long")
    public static final String MESSAGE_TIMESTAMP = Exchange.MESSAGE_TIMESTAMP;

    private SensorConstants() {}
}
