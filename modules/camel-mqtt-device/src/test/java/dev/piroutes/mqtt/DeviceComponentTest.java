package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.LogLines;
import dev.piroutes.mqtt.VirtualBroker.Published;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.paho.PahoComponent;
import org.apache.camel.component.paho.PahoConstants;
import org.apache.camel.component.paho.PahoEndpoint;
import org.apache.camel.component.paho.PahoMessage;
import org.apache.camel.impl.DefaultCamelContext;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeviceComponentTest {

    private final VirtualBroker broker = new VirtualBroker();
    private final CamelContext context = new DefaultCamelContext();

    @AfterEach
    void stop() {
        context.stop();
    }

    private void device() {
        context.getRegistry().bind("broker", broker);
        MqttDevice device = new MqttDevice();
        device.setClientId("Led");
        context.getRegistry().bind("led", device);
    }

    @Test
    void anEndpointWithADeviceIsOursAndOthersAreCamels() throws Exception {
        MqttClient client = new MqttClient("tcp://127.0.0.1:1", "other", new MemoryPersistence());
        context.getRegistry().bind("other", client);
        device();
        DeviceEndpoint ours = context.getEndpoint("paho:a?client=#led&qos=1&retained=true", DeviceEndpoint.class);
        assertThat(ours.getTopic()).isEqualTo("a");
        assertThat(ours.qos()).isEqualTo(1);
        assertThat(ours.isRetained()).isTrue();
        assertThat(ours.device().getClientId()).isEqualTo("Led");
        assertThat(context.getEndpoint("paho:a/b?client=#bean:led", DeviceEndpoint.class)
                        .getTopic())
                .isEqualTo("a/b");

        assertThat(context.getEndpoint("paho:a?brokerUrl=tcp://x:1883&qos=0"))
                .isExactlyInstanceOf(PahoEndpoint.class)
                .extracting(
                        endpoint -> ((PahoEndpoint) endpoint).getConfiguration().getQos())
                .isEqualTo(0);
        assertThat(context.getEndpoint("paho:a?client=#other", PahoEndpoint.class)
                        .getClient())
                .isSameAs(client);
        assertThatThrownBy(() -> context.getEndpoint("paho:a?client=#none"))
                .hasStackTraceContaining("No bean could be found in the registry for: none");
    }

    @Test
    void keepsWhatCamelsComponentWasSetTo() {
        PahoComponent before = context.getComponent("paho", PahoComponent.class);
        before.getConfiguration().setQos(0);
        before.getConfiguration().setUserName("user");
        device();
        assertThat(context.getEndpoint("paho:a?client=#led", DeviceEndpoint.class)
                        .qos())
                .isEqualTo(0);
        assertThat(context.getEndpoint("paho:a", PahoEndpoint.class)
                        .getConfiguration()
                        .getUserName())
                .isEqualTo("user");
    }

    @Test
    void headersAreCamels() throws Exception {
        device();
        route("paho:in/+?client=#led&qos=1", "mock:in");
        route("direct:out", "paho:out?client=#led&qos=1");
        context.start();

        broker.send("in/x", "hello".getBytes(StandardCharsets.UTF_8), 1, false);
        MockEndpoint in = mock("mock:in", 1);
        assertThat(in.getExchanges().get(0).getMessage())
                .isInstanceOf(PahoMessage.class)
                .returns("hello", message -> message.getBody(String.class))
                .returns("in/x", message -> message.getHeader(PahoConstants.MQTT_TOPIC))
                .returns(1, message -> message.getHeader(PahoConstants.MQTT_QOS));

        context.createProducerTemplate()
                .sendBodyAndHeaders(
                        "direct:out",
                        "x",
                        Map.of(
                                PahoConstants.CAMEL_PAHO_OVERRIDE_TOPIC,
                                "elsewhere",
                                PahoConstants.CAMEL_PAHO_MSG_QOS,
                                0,
                                PahoConstants.CAMEL_PAHO_MSG_RETAINED,
                                true));
        assertThat(broker.published()).containsExactly(new Published("Led", "elsewhere", "x", 0, true));
    }

    @Test
    void severalRoutesTakeTheMessagesOfOneTopic() throws Exception {
        device();
        route("paho:in?client=#led&qos=1", "mock:one");
        route("paho:in?client=#led&qos=1", "mock:two");
        route("paho:in?client=#led&qos=0", "mock:three");
        context.start();

        broker.send("in", "a".getBytes(StandardCharsets.UTF_8), 1, false);
        mock("mock:one", 1);
        mock("mock:two", 1);
        mock("mock:three", 1);

        context.getRouteController().stopRoute("mock:two");
        broker.send("in", "b".getBytes(StandardCharsets.UTF_8), 1, false);
        mock("mock:one", 2);
        mock("mock:three", 2);
        assertThat(context.getEndpoint("mock:two", MockEndpoint.class).getReceivedCounter())
                .isEqualTo(1);
    }

    /** The stop does not wait for ever: a route may fail after it, and that is no news any more. */
    @Test
    void whatFailsAfterTheStopWasCutShortByIt() throws Exception {
        device();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("paho:in?client=#led&qos=1").process(exchange -> {
                    begun.countDown();
                    awaitAlsoIfInterrupted(stopped);
                    throw new IllegalStateException("too late");
                });
            }
        });
        context.getShutdownStrategy().setTimeout(1);
        context.getExecutorServiceManager().setShutdownAwaitTermination(100);
        context.start();
        CompletableFuture.runAsync(() -> broker.send("in", "a".getBytes(StandardCharsets.UTF_8), 1, false));
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();

        try (LogLines log = new LogLines("dev.piroutes.mqtt")) {
            context.stop();
            stopped.countDown();

            await().atMost(Duration.ofSeconds(20)).until(() -> log.contains("\"in\" is not acknowledged"));
            assertThat(log.contains("too late")).isFalse();
        }
    }

    @Test
    void whatCannotBePublishedFailsTheStep() throws Exception {
        device();
        route("direct:out", "paho:out?client=#led&qos=1");
        context.start();
        assertThatThrownBy(() -> context.createProducerTemplate()
                        .sendBodyAndHeader("direct:out", "x", PahoConstants.CAMEL_PAHO_OVERRIDE_TOPIC, "a/#"))
                .isInstanceOf(CamelExecutionException.class)
                .hasStackTraceContaining("not published: the topic \"a/#\" has a wildcard");
        assertThat(broker.published()).isEmpty();
    }

    private static void awaitAlsoIfInterrupted(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // not yet
            }
        }
    }

    @Test
    void aQosThatMqttDoesNotHaveFailsTheStep() throws Exception {
        device();
        route("direct:out", "paho:out?client=#led&qos=1");
        context.start();
        assertThatThrownBy(() -> context.createProducerTemplate()
                        .sendBodyAndHeader("direct:out", "x", PahoConstants.CAMEL_PAHO_MSG_QOS, 3))
                .isInstanceOf(CamelExecutionException.class)
                .hasStackTraceContaining("qos must be 0, 1 or 2, but was 3");
        assertThat(broker.published()).isEmpty();
    }

    private void route(String from, String to) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).routeId(to).to(to);
            }
        });
    }

    /** A mock's own expectation waits to the end of its limit if a message was there before it. */
    private MockEndpoint mock(String uri, int messages) {
        MockEndpoint mock = context.getEndpoint(uri, MockEndpoint.class);
        await(uri).atMost(Duration.ofSeconds(20)).until(mock::getReceivedCounter, count -> count == messages);
        return mock;
    }
}
