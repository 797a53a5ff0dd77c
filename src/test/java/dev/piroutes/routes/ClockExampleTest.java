package dev.piroutes.routes;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.apache.camel.component.mock.MockEndpoint.assertIsSatisfied;

import dev.piroutes.mqtt.MqttHeaders;
import java.util.Map;
import org.apache.camel.EndpointInject;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.junit.jupiter.api.Test;

/** The example of MQTT 5's request and response. {@code Mqtt5DeviceIT} asks it over a broker. */
@CamelMainTest(
        properties = {
            "camel.main.routesIncludePattern=classpath:examples/clock.camel.yaml,classpath:routes/error-policy.camel.yaml",
            "lab.root=csc2106"
        },
        replaceRouteFromWith = "clock=direct:ask",
        mockEndpointsAndSkip = "paho-mqtt5:.*")
class ClockExampleTest {

    @EndpointInject("mock:paho-mqtt5:csc2106/clock/answer")
    MockEndpoint answer;

    @Produce("direct:ask")
    ProducerTemplate broker;

    @Test
    void answersWhereItIsAskedToAndNowhereElse() throws Exception {
        answer.expectedMessageCount(1);
        answer.message(0).body().regex("[0-9]{8}T[0-9]{6}Z");
        answer.message(0).header("CamelPahoMqtt5OverrideTopic").isEqualTo("csc2106/clock/answer/pico");
        answer.message(0).header(MqttHeaders.CORRELATION_DATA).isEqualTo("17");
        answer.message(0).header(MqttHeaders.MESSAGE_EXPIRY).isEqualTo("5");

        broker.sendBody("no response topic");
        broker.sendBodyAndHeader("elsewhere", MqttHeaders.RESPONSE_TOPIC, "csc2106/led/cmd");
        broker.sendBodyAndHeaders(
                "?",
                Map.of(MqttHeaders.RESPONSE_TOPIC, "csc2106/clock/answer/pico", MqttHeaders.CORRELATION_DATA, "17"));

        assertIsSatisfied(5, SECONDS, answer);
    }
}
