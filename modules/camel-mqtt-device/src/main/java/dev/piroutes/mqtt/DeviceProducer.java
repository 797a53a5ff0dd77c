package dev.piroutes.mqtt;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;

/**
 * Publishes over a device. The step ends when the broker has the message or it is on disk; no thread waits for that. If a
 * message of a device started the exchange, the step ends at once, and that message is acknowledged afterwards.
 */
final class DeviceProducer extends DefaultAsyncProducer {

    /** What is to be published, by body and headers. */
    @FunctionalInterface
    interface Reader {
        Publication read(Message message) throws Exception;
    }

    private final DeviceEndpoint endpoint;
    private final Reader reader;

    DeviceProducer(DeviceEndpoint endpoint, Reader reader) {
        super(endpoint);
        this.endpoint = endpoint;
        this.reader = reader;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Publication message;
        try {
            message = reader.read(exchange.getIn());
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        return endpoint.device().publish(message, exchange, callback);
    }
}
