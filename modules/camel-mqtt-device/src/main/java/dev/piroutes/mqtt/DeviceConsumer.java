package dev.piroutes.mqtt;

import java.util.function.BiFunction;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.SynchronizationAdapter;
import org.eclipse.paho.client.mqttv3.MqttTopic;

/**
 * Takes what a device receives on the endpoint's topic filter. The exchange carries its {@link Delivery}, so that what is
 * published on the way joins it on whatever thread; and the message is acknowledged when the exchange is complete, or the
 * one to which Camel has handed its completion over ({@code seda}).
 */
final class DeviceConsumer extends DefaultConsumer {

    private final DeviceEndpoint endpoint;
    private final BiFunction<CamelContext, ReceivedMessage, Message> toCamel;

    /** @param toCamel makes Camel's message of one that was received, without its body */
    DeviceConsumer(
            DeviceEndpoint endpoint, Processor processor, BiFunction<CamelContext, ReceivedMessage, Message> toCamel) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.toCamel = toCamel;
    }

    String filter() {
        return endpoint.getTopic();
    }

    boolean takes(String topic) {
        return MqttTopic.isMatched(filter(), topic);
    }

    int qos() {
        return endpoint.qos();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        endpoint.device().add(this);
    }

    @Override
    protected void doStop() throws Exception {
        endpoint.device().remove(this);
        super.doStop();
    }

    /** Hands a message to the route. Does not wait for it. */
    void handle(Delivery delivery) {
        Exchange exchange = exchange(delivery);
        delivery.routeBegun();
        delivery.hold();
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                delivery.release();
            }
        });
        AsyncCallback logAndRelease = defaultConsumerCallback(exchange, true);
        getAsyncProcessor().process(exchange, doneSync -> {
            try {
                logAndRelease.done(doneSync);
            } finally {
                delivery.routeDone();
            }
        });
    }

    private Exchange exchange(Delivery delivery) {
        Exchange exchange = createExchange(false);
        Message in = toCamel.apply(exchange.getContext(), delivery.message());
        in.setBody(delivery.message().payload());
        exchange.setIn(in);
        exchange.setProperty(Delivery.PROPERTY, delivery);
        return exchange;
    }
}
