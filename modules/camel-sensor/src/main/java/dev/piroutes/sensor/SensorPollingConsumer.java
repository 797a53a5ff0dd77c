package dev.piroutes.sensor;

import org.apache.camel.Exchange;
import org.apache.camel.support.PollingConsumerSupport;

/** Reads a sensor when a route wants to: {@code poll}, {@code pollEnrich}. A reading without a value is an error of that step. */
class SensorPollingConsumer extends PollingConsumerSupport {
    private final SensorEndpoint endpoint;

    SensorPollingConsumer(SensorEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public Exchange receive() {
        return endpoint.exchange(endpoint.read());
    }

    @Override
    public Exchange receiveNoWait() {
        return receive();
    }

    @Override
    public Exchange receive(long timeout) {
        return receive();
    }
}
