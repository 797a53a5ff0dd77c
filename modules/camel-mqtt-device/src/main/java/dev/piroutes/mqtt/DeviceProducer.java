package dev.piroutes.mqtt;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.paho.PahoConfiguration;
import org.apache.camel.component.paho.PahoConstants;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Publishes over a device. The step ends when the broker has the message or it is on disk; no thread waits for that. If a
 * message of a device started the exchange, the step ends at once, and that message is acknowledged afterwards.
 */
final class DeviceProducer extends DefaultAsyncProducer {

    private final DeviceEndpoint endpoint;

    DeviceProducer(DeviceEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Message in = exchange.getIn();
        PahoConfiguration options = endpoint.getConfiguration();
        Publication message;
        try {
            message = new Publication(
                    in.getHeader(PahoConstants.CAMEL_PAHO_OVERRIDE_TOPIC, endpoint.getTopic(), String.class),
                    in.getMandatoryBody(byte[].class),
                    in.getHeader(PahoConstants.CAMEL_PAHO_MSG_QOS, options.getQos(), Integer.class),
                    in.getHeader(PahoConstants.CAMEL_PAHO_MSG_RETAINED, options.isRetained(), Boolean.class));
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        return endpoint.device().publish(message, exchange, callback);
    }
}
