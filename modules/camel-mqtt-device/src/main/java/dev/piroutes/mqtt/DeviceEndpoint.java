package dev.piroutes.mqtt;

import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.MultipleConsumersSupport;

/**
 * An endpoint {@code paho:} or {@code paho-mqtt5:} whose {@code client} is a device. Its options are those of Camel's endpoint;
 * of these, what concerns a connection is the device's to say. Several routes may take messages from it: each gets all of them.
 */
public interface DeviceEndpoint extends Endpoint, MultipleConsumersSupport {

    /** The names of the components whose endpoints these are. */
    Set<String> SCHEMES = Set.of(PahoDeviceComponent.SCHEME, PahoMqtt5DeviceComponent.SCHEME);

    /** A header that says of a message from the broker whether it came as retained. Camel's own components have none. */
    String RETAINED = "CamelMqttRetained";

    /** Whose connection it uses. */
    MqttDevice device();

    /** The topic, or of a consumer the topic filter. */
    String getTopic();

    /** The option of that name. */
    int qos();

    /** The option of that name. */
    boolean isRetained();

    @Override
    default boolean isMultipleConsumersSupported() {
        return true;
    }
}
