package dev.piroutes.page;

import dev.piroutes.gpio.GpioConstants;
import dev.piroutes.gpio.GpioLevelEvent;
import dev.piroutes.gpio.Pin;
import dev.piroutes.mqtt.MessageAcknowledgedEvent;
import java.util.function.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.paho.PahoConstants;
import org.apache.camel.component.paho.PahoEndpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSentEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.jspecify.annotations.Nullable;

/**
 * Listens to Camel's events and tells {@link Traces} what they mean; and the page, that a pin changed. It runs in the
 * threads of the routes, so it is quick.
 */
final class TraceWatch extends EventNotifierSupport {
    private static final int PAYLOAD = 80;

    private final Traces traces;
    private final Consumer<Integer> pins;

    /** @param pins is told each change of a pin */
    TraceWatch(Traces traces, Consumer<Integer> pins) {
        this.traces = traces;
        this.pins = pins;
        setIgnoreCamelContextEvents(true);
        setIgnoreCamelContextInitEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreStepEvents(true);
        setIgnoreExchangeRedeliveryEvents(true);
        setIgnoreExchangeAsyncProcessingStartedEvents(true);
    }

    @Override
    public void notify(CamelEvent event) {
        switch (event.getType()) {
            case ExchangeCreated -> created(((ExchangeEvent) event).getExchange());
            case ExchangeSending -> sending((ExchangeSendingEvent) event);
            case ExchangeSent -> sent((ExchangeSentEvent) event);
            case ExchangeCompleted, ExchangeFailed ->
                traces.ended(((ExchangeEvent) event).getExchange().getExchangeId());
            case Custom -> custom(event);
            default -> {
                // nothing of a trace
            }
        }
    }

    private void created(Exchange exchange) {
        Endpoint from = exchange.getFromEndpoint();
        if (from instanceof PahoEndpoint || from instanceof PahoMqtt5Endpoint) {
            String topic = exchange.getIn().getHeader(PahoConstants.MQTT_TOPIC, "", String.class);
            traces.received(exchange.getExchangeId(), exchange.getFromRouteId(), topic, Moment.now());
            return;
        }
        Long nanoTime = exchange.getIn().getHeader(GpioConstants.NANO_TIME, Long.class);
        Long date = exchange.getIn().getHeader(GpioConstants.TIMESTAMP, Long.class);
        if (nanoTime != null && date != null && exchange.getFromRouteId() != null) {
            // The state at the start is told without anybody having pressed anything.
            boolean moved = exchange.getIn().getHeader(GpioConstants.INITIAL) == null;
            Integer pin = moved ? pin(exchange.getIn()) : null;
            traces.begun(exchange.getExchangeId(), exchange.getFromRouteId(), pin, new Moment(nanoTime, date));
        } else if (exchange.getFromRouteId() != null) {
            traces.begun(exchange.getExchangeId(), exchange.getFromRouteId(), null, Moment.now());
        }
    }

    private static @Nullable Integer pin(Message message) {
        String pin = message.getHeader(GpioConstants.PIN, String.class);
        return pin == null ? null : Pin.parse(pin).number();
    }

    private void sending(ExchangeSendingEvent event) {
        Exchange exchange = event.getExchange();
        Publish publish = Publish.of(event.getEndpoint(), exchange.getMessage());
        if (publish != null) {
            String payload = exchange.getMessage().getBody(String.class);
            traces.published(
                    exchange.getExchangeId(),
                    publish.topic(),
                    payload == null ? "" : payload.substring(0, Math.min(PAYLOAD, payload.length())),
                    publish.qos() > 0,
                    Moment.now());
        }
    }

    private void sent(ExchangeSentEvent event) {
        Exchange exchange = event.getExchange();
        Publish publish = Publish.of(event.getEndpoint(), exchange.getMessage());
        if (publish != null) {
            if (exchange.getException() != null) {
                traces.notPublished(exchange.getExchangeId(), publish.topic());
            }
        } else if (event.getEndpoint().getEndpointUri().startsWith("gpio:")) {
            Integer pin = pin(exchange.getMessage());
            String state = exchange.getMessage().getHeader(GpioConstants.STATE, "", String.class);
            if (pin != null && exchange.getException() == null) {
                traces.switched(exchange.getExchangeId(), pin, state, System.nanoTime());
            }
        }
    }

    /** Where a message goes that is sent to an endpoint {@code paho:} or {@code paho-mqtt5:}. */
    private record Publish(String topic, int qos) {
        static @Nullable Publish of(Endpoint endpoint, Message message) {
            if (endpoint instanceof PahoEndpoint paho) {
                return new Publish(
                        message.getHeader(PahoConstants.CAMEL_PAHO_OVERRIDE_TOPIC, paho.getTopic(), String.class),
                        message.getHeader(
                                PahoConstants.CAMEL_PAHO_MSG_QOS,
                                paho.getConfiguration().getQos(),
                                Integer.class));
            }
            return endpoint instanceof PahoMqtt5Endpoint paho
                    ? new Publish(
                            message.getHeader(
                                    PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, paho.getTopic(), String.class),
                            message.getHeader(
                                    PahoMqtt5Constants.CAMEL_PAHO_MSG_QOS,
                                    paho.getConfiguration().getQos(),
                                    Integer.class))
                    : null;
        }
    }

    private void custom(CamelEvent event) {
        if (event instanceof MessageAcknowledgedEvent message) {
            traces.acknowledged(message.topic(), message.published(), message.nanoTime());
        } else if (event instanceof GpioLevelEvent change) {
            pins.accept(change.pin());
        }
    }
}
