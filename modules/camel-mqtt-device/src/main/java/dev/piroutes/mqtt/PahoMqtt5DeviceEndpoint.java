package dev.piroutes.mqtt;

import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Message;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.jspecify.annotations.Nullable;

/** An endpoint {@code paho-mqtt5:}, with the headers and the message class of camel-paho-mqtt5, and {@link MqttHeaders}. */
final class PahoMqtt5DeviceEndpoint extends PahoMqtt5Endpoint implements DeviceEndpoint {

    private final MqttDevice device;

    /** @throws IllegalArgumentException if the device does not speak MQTT 5 */
    PahoMqtt5DeviceEndpoint(
            String uri,
            String topic,
            PahoMqtt5DeviceComponent component,
            PahoMqtt5Configuration configuration,
            MqttDevice device) {
        super(uri, topic, component, configuration);
        this.device = device;
        if (!device.isMqtt5()) {
            throw new IllegalArgumentException("paho-mqtt5:" + topic + ": device \"" + device.name()
                    + "\" speaks MQTT 3.1.1; say protocolVersion: 5 at its bean, or paho:" + topic + " here");
        }
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
                message.getHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, getTopic(), String.class),
                message.getMandatoryBody(byte[].class),
                message.getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_QOS, qos(), Integer.class),
                message.getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_RETAINED, isRetained(), Boolean.class),
                MqttHeaders.read(message));
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        DeviceConsumer consumer = new DeviceConsumer(this, processor, PahoMqtt5DeviceEndpoint::message);
        configureConsumer(consumer);
        return consumer;
    }

    private static Message message(CamelContext context, ReceivedMessage received) {
        MqttMessage paho = new MqttMessage(
                received.payload(),
                received.qos(),
                received.retained(),
                received.properties().toPaho());
        paho.setId(received.packetId());
        paho.setDuplicate(received.duplicate());
        Message message = new PahoMqtt5Message(context, paho);
        message.setHeader(PahoMqtt5Constants.MQTT_TOPIC, received.topic());
        message.setHeader(PahoMqtt5Constants.MQTT_QOS, received.qos());
        message.setHeader(RETAINED, received.retained());
        message.setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES, paho.getProperties());
        MqttHeaders.write(received.properties(), message);
        return message;
    }
}
