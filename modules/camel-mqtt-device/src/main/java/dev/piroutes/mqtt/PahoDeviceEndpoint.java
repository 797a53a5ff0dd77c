package dev.piroutes.mqtt;

import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.paho.PahoConfiguration;
import org.apache.camel.component.paho.PahoConstants;
import org.apache.camel.component.paho.PahoEndpoint;
import org.apache.camel.component.paho.PahoMessage;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.jspecify.annotations.Nullable;

/** An endpoint {@code paho:}, of a device of either protocol, with the headers and the message class of camel-paho. */
final class PahoDeviceEndpoint extends PahoEndpoint implements DeviceEndpoint {

    private final MqttDevice device;

    PahoDeviceEndpoint(
            String uri,
            String topic,
            PahoDeviceComponent component,
            PahoConfiguration configuration,
            MqttDevice device) {
        super(uri, topic, component, configuration);
        this.device = device;
    }

    @Override
    public MqttDevice device() {
        return device;
    }

    @Override
    public int qos() {
        return getConfiguration().getQos();
    }

    @Override
    public boolean isRetained() {
        return getConfiguration().isRetained();
    }

    /** What Camel's traces show: the device's broker, in place of the option that a device does not use. */
    @Override
    public @Nullable String getServiceUrl() {
        return device.brokerUrl();
    }

    @Override
    public Producer createProducer() {
        return new DeviceProducer(this, this::publication);
    }

    private Publication publication(Message message) throws Exception {
        return new Publication(
                message.getHeader(PahoConstants.CAMEL_PAHO_OVERRIDE_TOPIC, getTopic(), String.class),
                message.getMandatoryBody(byte[].class),
                message.getHeader(PahoConstants.CAMEL_PAHO_MSG_QOS, qos(), Integer.class),
                message.getHeader(PahoConstants.CAMEL_PAHO_MSG_RETAINED, isRetained(), Boolean.class));
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        DeviceConsumer consumer = new DeviceConsumer(this, processor, PahoDeviceEndpoint::message);
        configureConsumer(consumer);
        return consumer;
    }

    private static Message message(CamelContext context, ReceivedMessage received) {
        Message message = new PahoMessage(context, new Received(received));
        message.setHeader(PahoConstants.MQTT_TOPIC, received.topic());
        message.setHeader(PahoConstants.MQTT_QOS, received.qos());
        message.setHeader(RETAINED, received.retained());
        return message;
    }

    /** Paho's, in which a message that was sent before can be known. */
    private static final class Received extends MqttMessage {
        Received(ReceivedMessage received) {
            super(received.payload());
            setId(received.packetId());
            setQos(received.qos());
            setRetained(received.retained());
            setDuplicate(received.duplicate());
        }
    }
}
