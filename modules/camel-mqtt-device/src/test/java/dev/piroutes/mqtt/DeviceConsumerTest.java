package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.LogLines;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.paho.PahoMessage;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A delivery ends, whatever its route does. */
class DeviceConsumerTest {

    private final CamelContext context = new DefaultCamelContext();
    private final Delivery delivery = new Delivery(
            new ReceivedMessage("in", "x".getBytes(StandardCharsets.UTF_8), 1, false, false, 7, MessageProperties.NONE),
            0);
    private final List<String> taken = new ArrayList<>();
    private MqttDevice device;

    @BeforeEach
    void device() {
        context.getRegistry().bind("broker", new VirtualBroker());
        device = new MqttDevice();
        device.setClientId("Led");
        context.getRegistry().bind("led", device);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void whatARouteCompletesHasNotFailed() throws Exception {
        start(exchange -> taken.add(exchange.getMessage().getBody(String.class)));
        handOut();
        assertThat(delivery.hasFailed()).isFalse();
        assertThat(taken).containsExactly("x");
    }

    @Test
    void anErrorThatTheRouteDoesNotHandleIsAFailure() throws Exception {
        start(exchange -> {
            throw new IllegalStateException("a step's fault");
        });
        handOut();
        assertThat(delivery.hasFailed()).isTrue();
    }

    /** As a fault of Camel's own would: no error handler sees it. */
    @Test
    void whatIsThrownOutsideOfTheErrorHandlerEndsTheDeliveryAndIsKeptFromNoOtherRoute() throws Exception {
        start(exchange -> taken.add("the other"));
        consumers().add(0, consumer(new IllegalStateException("beside the error handler")));
        try (LogLines log = new LogLines("dev.piroutes.mqtt")) {
            handOut();
            assertThat(log.contains("\"in\" failed outside of its route's error handler: beside the error handler"))
                    .isTrue();
        }
        assertThat(delivery.hasFailed()).isTrue();
        assertThat(taken).containsExactly("the other");
    }

    @Test
    void anErrorOfTheVirtualMachineEndsTheDeliveryToo() throws Exception {
        context.start();
        consumers().add(consumer(new NoClassDefFoundError("gone")));
        handOut();
        assertThat(delivery.hasFailed()).isTrue();
    }

    @Test
    void whatNoRouteTakesHasFailed() throws Exception {
        context.start();
        handOut();
        assertThat(delivery.hasFailed()).isTrue();
    }

    private void handOut() {
        delivery.handOut(() -> device.routes.route(delivery));
        assertThat(delivery.handled()).as("the next message has its turn").isDone();
        assertThat(delivery.done()).as("it is acknowledged").isDone();
    }

    private List<DeviceConsumer> consumers() {
        return device.routes.all();
    }

    private void start(Processor step) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("paho:in?client=#led&qos=1").process(step);
            }
        });
        context.start();
    }

    private DeviceConsumer consumer(Throwable thrown) {
        DeviceEndpoint endpoint = context.getEndpoint("paho:in?client=#led&qos=1", DeviceEndpoint.class);
        Processor throwing = new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                if (thrown instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) thrown;
            }
        };
        return new DeviceConsumer(endpoint, throwing, (camel, message) -> new PahoMessage(camel, null));
    }
}
