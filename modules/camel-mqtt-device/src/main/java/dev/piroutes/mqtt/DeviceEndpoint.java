package dev.piroutes.mqtt;

import org.apache.camel.Consumer;
import org.apache.camel.MultipleConsumersSupport;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.paho.PahoConfiguration;
import org.apache.camel.component.paho.PahoEndpoint;

/**
 * A {@code paho:} endpoint whose {@code client} is a device. Its options are those of Camel's endpoint; of these, what
 * concerns a connection is the device's to say. Several routes may take messages from it: each gets all of them.
 */
public final class DeviceEndpoint extends PahoEndpoint implements MultipleConsumersSupport {

    private final MqttDevice device;

    DeviceEndpoint(
            String uri, String topic, DeviceComponent component, PahoConfiguration configuration, MqttDevice device) {
        super(uri, topic, component, configuration);
        this.device = device;
    }

    /** Whose connection it uses. */
    public MqttDevice device() {
        return device;
    }

    @Override
    public Producer createProducer() {
        return new DeviceProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        DeviceConsumer consumer = new DeviceConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public boolean isMultipleConsumersSupported() {
        return true;
    }
}
