package dev.piroutes.mqtt;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Message;

/**
 * A step behind {@code paho-mqtt5:} consumers, which say nothing of it themselves: sets the header {@code
 * CamelPahoMqtt5Retained} to whether the message came with the retained flag.
 */
public final class RetainedHeader implements Processor {
    @Override
    public void process(Exchange exchange) {
        boolean retained = exchange.getMessage() instanceof PahoMqtt5Message message
                && message.getMqttMessage().isRetained();
        exchange.getMessage().setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_RETAINED, retained);
    }
}
