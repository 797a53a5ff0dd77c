package dev.piroutes.mqtt;

import dev.piroutes.files.Reason;
import dev.piroutes.topic.TopicFilter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what a device receives on the endpoint's topic filter. The exchange carries its {@link Delivery}, so that what is
 * published on the way joins it on whatever thread; and the message is acknowledged when the exchange is complete, or the
 * one to which Camel has handed its completion over ({@code seda}); not if it was cut short by the stop of the program.
 */
final class DeviceConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceConsumer.class);

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
        return TopicFilter.matches(filter(), topic);
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

    /** Hands a message to the route. Does not wait for it, and ends however the route does. */
    void handle(Delivery delivery) {
        CompletableFuture<Void> complete = new CompletableFuture<>();
        CompletableFuture<Void> ended = new CompletableFuture<>();
        delivery.attach(complete);
        delivery.routeBegun();
        ended.thenRun(delivery::routeDone);
        try {
            process(delivery, complete, ended);
        } catch (RuntimeException | Error e) {
            LOG.error(
                    "{}: {} failed outside of its route's error handler: {}",
                    endpoint.device().name(),
                    PublishRules.show(delivery.topic()),
                    Reason.of(e));
            LOG.debug("{}", delivery.topic(), e);
            delivery.fail();
            if (!contextStops()) {
                complete.complete(null);
            }
            ended.complete(null);
        }
    }

    /**
     * @param complete when this message's exchange is, or the one to which its completion was handed over
     * @param ended when the route has: the next message may be handed out
     */
    private void process(Delivery delivery, CompletableFuture<Void> complete, CompletableFuture<Void> ended) {
        Exchange exchange = exchange(delivery);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                if (isCutShort(done)) {
                    LOG.info(
                            "{}: {} is not acknowledged, because the program stopped before its route was done; the broker"
                                    + " sends it again",
                            endpoint.device().name(),
                            PublishRules.show(delivery.topic()));
                    if (done == exchange) {
                        done.setException(null); // this line is enough
                    }
                } else {
                    complete.complete(null);
                }
            }
        });
        AsyncCallback logAndRelease = defaultConsumerCallback(exchange, true);
        getAsyncProcessor().process(exchange, doneSync -> {
            try {
                if (exchange.getException() != null) {
                    delivery.fail();
                }
                logAndRelease.done(doneSync);
            } finally {
                ended.complete(null);
            }
        });
    }

    /**
     * Whether it has failed since the program stops, or was interrupted or rejected by that, which a route may have handled. A
     * route may go on beyond the time that a stop has.
     */
    private boolean isCutShort(Exchange done) {
        if (!contextStops()) {
            return false;
        }
        Exception handled = done.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Exception.class);
        return done.getException() != null
                || handled != null
                        && Reason.chain(handled).stream()
                                .anyMatch(cause -> cause instanceof RejectedExecutionException
                                        || cause instanceof InterruptedException);
    }

    private boolean contextStops() {
        CamelContext context = getEndpoint().getCamelContext();
        return context.isStopping() || context.isStopped();
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
