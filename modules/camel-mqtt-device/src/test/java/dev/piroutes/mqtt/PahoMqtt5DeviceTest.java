package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.paho.PahoMessage;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Endpoint;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Endpoints {@code paho-mqtt5:} whose client is a device: options, headers, and what does not go together. */
class PahoMqtt5DeviceTest {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final VirtualBroker broker = new VirtualBroker();

    @BeforeEach
    void bind() {
        context.getRegistry().bind("broker", broker);
        device("led", "5");
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private MqttDevice device(String name, String version) {
        MqttDevice device = new MqttDevice();
        device.setClientId(name);
        device.setProtocolVersion(version);
        device.setCamelContext(context);
        context.getRegistry().bind(name, device);
        return device;
    }

    @Test
    void anEndpointWithADeviceIsOursAndOthersAreCamels() {
        DeviceEndpoint ours = context.getEndpoint("paho-mqtt5:a?client=#led&qos=1&retained=true", DeviceEndpoint.class);
        assertThat(ours.getTopic()).isEqualTo("a");
        assertThat(ours.qos()).isEqualTo(1);
        assertThat(ours.isRetained()).isTrue();
        assertThat(ours.device().getClientId()).isEqualTo("led");

        assertThat(context.getEndpoint("paho-mqtt5:a?brokerUrl=tcp://x:1883"))
                .isExactlyInstanceOf(PahoMqtt5Endpoint.class);
    }

    @Test
    void aDeviceOf311HasNone() {
        device("old", "3.1.1");
        assertThatThrownBy(() -> context.getEndpoint("paho-mqtt5:a?client=#old"))
                .hasRootCauseMessage(
                        "paho-mqtt5:a: device \"old\" speaks MQTT 3.1.1; say protocolVersion: 5 at its bean,"
                                + " or paho:a here");
    }

    @Test
    void propertiesAreHeadersAndGoOnWithTheMessage() throws Exception {
        route("direct:out", "paho-mqtt5:a?client=#led&qos=1");
        route("paho-mqtt5:a?client=#led&qos=1", "mock:a");
        route("mock-a", "paho-mqtt5:a?client=#led&qos=1", "paho-mqtt5:b?client=#led&qos=1");
        route("paho-mqtt5:b?client=#led&qos=1", "mock:b");
        context.start();
        Map<String, String> user = new LinkedHashMap<>();
        user.put("room", "K\u00fcche");
        user.put("shift", "2");
        context.createProducerTemplate()
                .sendBodyAndHeaders(
                        "direct:out",
                        "x",
                        Map.of(
                                MqttHeaders.CONTENT_TYPE,
                                "text/plain",
                                MqttHeaders.RESPONSE_TOPIC,
                                "answers",
                                MqttHeaders.CORRELATION_DATA,
                                "17",
                                MqttHeaders.MESSAGE_EXPIRY,
                                "60",
                                MqttHeaders.USER_PROPERTIES,
                                user));

        for (String uri : List.of("mock:a", "mock:b")) {
            Message got = mock(uri, 1).getExchanges().get(0).getMessage();
            assertThat(got).isInstanceOf(PahoMqtt5Message.class);
            assertThat(got.getHeaders())
                    .containsEntry(PahoMqtt5Constants.MQTT_TOPIC, uri.substring(5))
                    .containsEntry(PahoMqtt5Constants.MQTT_QOS, 1)
                    .containsEntry(MqttHeaders.CONTENT_TYPE, "text/plain")
                    .containsEntry(MqttHeaders.RESPONSE_TOPIC, "answers")
                    .containsEntry(MqttHeaders.CORRELATION_DATA, "17".getBytes(UTF_8))
                    .containsEntry(MqttHeaders.MESSAGE_EXPIRY, 60L)
                    .containsEntry(MqttHeaders.USER_PROPERTIES, user);
            assertThat(got.getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES, MqttProperties.class)
                            .getUserProperties())
                    .containsExactly(new UserProperty("room", "K\u00fcche"), new UserProperty("shift", "2"));
        }
    }

    @Test
    void camelsHeaderOfPropertiesCountsToo() throws Exception {
        route("direct:out", "paho-mqtt5:a?client=#led&qos=1");
        route("paho-mqtt5:a?client=#led&qos=1", "mock:a");
        context.start();
        MqttProperties properties = new MqttProperties();
        properties.setContentType("text/plain");
        properties.setPayloadFormat(true);
        properties.setSubscriptionIdentifiers(List.of(3));
        properties.setUserProperties(List.of(new UserProperty("k", "1"), new UserProperty("k", "2")));
        context.createProducerTemplate()
                .sendBodyAndHeaders(
                        "direct:out",
                        "x",
                        Map.of(
                                PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES,
                                properties,
                                MqttHeaders.CONTENT_TYPE,
                                "text/html",
                                // As the map came in: names may come more than once.
                                MqttHeaders.USER_PROPERTIES,
                                Map.of("k", "2")));

        MqttProperties got = mock("mock:a", 1)
                .getExchanges()
                .get(0)
                .getMessage()
                .getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES, MqttProperties.class);
        assertThat(got.getContentType()).isEqualTo("text/html");
        assertThat(got.getPayloadFormat()).isTrue();
        assertThat(got.getSubscriptionIdentifiers()).isEmpty();
        assertThat(got.getUserProperties()).containsExactly(new UserProperty("k", "1"), new UserProperty("k", "2"));
    }

    /** Whoever changes a device's protocol need not change its routes. */
    @Test
    void aDeviceOfMqtt5HasEndpointsOfCamelPahoToo() throws Exception {
        route("paho:a?client=#led&qos=1", "mock:a");
        context.start();
        broker.send("a", "x".getBytes(UTF_8), 1, false);

        assertThat(mock("mock:a", 1).getExchanges().get(0).getMessage())
                .isInstanceOf(PahoMessage.class)
                .returns("a", message -> message.getHeader(PahoMqtt5Constants.MQTT_TOPIC));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    4 | | false | false | protocolVersion must be 3.1.1 or 5, but was "4"
                    3.1.1 | PT1H | false | false | sessionExpiryInterval is of MQTT 5: it needs protocolVersion: 5
                    3.1.1 | | true | false | noLocal is of MQTT 5: it needs protocolVersion: 5
                    5 | PT0S | false | false | sessionExpiryInterval must be 1s to 49710 days, but was PT0S
                    5 | PT1H | false | true | sessionExpiryInterval is for a session that is kept: leave it out, or cleanSession: true
                    """)
    void whatDoesNotGoTogetherIsOneLine(
            String version, Duration expiry, boolean noLocal, boolean cleanSession, String message) {
        MqttDevice device = device("other", version);
        device.setNoLocal(noLocal);
        device.setCleanSession(cleanSession);
        if (expiry != null) {
            device.setSessionExpiryInterval(expiry);
        }
        assertThatThrownBy(device::requireValidOptions)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private void route(String from, String to) throws Exception {
        route(from + to, from, to);
    }

    private void route(String id, String from, String to) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(from).routeId(id).to(to);
            }
        });
    }

    private MockEndpoint mock(String uri, int messages) throws InterruptedException {
        MockEndpoint mock = context.getEndpoint(uri, MockEndpoint.class);
        mock.expectedMessageCount(messages);
        mock.assertIsSatisfied(20_000);
        return mock;
    }
}
