package dev.piroutes.routes;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.apache.camel.component.mock.MockEndpoint.assertIsSatisfied;

import dev.piroutes.board.Board;
import dev.piroutes.board.VirtualBoard;
import org.apache.camel.BindToRegistry;
import org.apache.camel.EndpointInject;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Device B, on the YAML that ships. */
@CamelMainTest(
        properties = {
            "camel.main.routesIncludePattern=classpath:routes/led.camel.yaml,classpath:routes/error-policy.camel.yaml",
            "lab.root=csc2106"
        },
        replaceRouteFromWith = "led-command=direct:command",
        mockEndpointsAndSkip = "(gpio|paho):.*")
class LedRouteTest {

    @BindToRegistry
    Board board = new VirtualBoard();

    @EndpointInject("mock:gpio:20")
    MockEndpoint pin;

    @EndpointInject("mock:paho:csc2106/led/ack")
    MockEndpoint ack;

    @Produce("direct:command")
    ProducerTemplate broker;

    @Test
    void answersToggleWithTheNewState() throws Exception {
        pin.expectedBodiesReceived("TOGGLE", "TOGGLE");
        pin.whenExchangeReceived(1, exchange -> exchange.getMessage().setBody("ON"));
        pin.whenExchangeReceived(2, exchange -> exchange.getMessage().setBody("OFF"));
        ack.expectedBodiesReceived("ON", "OFF");

        broker.sendBody("TOGGLE".getBytes());
        broker.sendBody("TOGGLE".getBytes());

        assertIsSatisfied(5, SECONDS, pin, ack);
    }

    @ParameterizedTest
    @ValueSource(strings = {"toggle", "", "TOGGLE ", "ON", "\u0000TOGGLE", "{\"cmd\":\"TOGGLE\"}"})
    void leavesLedAndAckUntouchedOnAnyOtherPayload(String payload) throws Exception {
        pin.expectedMessageCount(0);
        ack.expectedMessageCount(0);

        // The route is synchronous: when this is back, nothing more can come.
        broker.sendBody(payload.getBytes());

        assertIsSatisfied(5, SECONDS, pin, ack);
    }

    @Test
    void triesAgainWhenThePinFailsAndThenAcknowledges() throws Exception {
        pin.expectedMessageCount(2);
        pin.whenExchangeReceived(1, exchange -> {
            throw new IllegalStateException("line busy");
        });
        pin.whenExchangeReceived(2, exchange -> exchange.getMessage().setBody("ON"));
        ack.expectedBodiesReceived("ON");

        broker.sendBody("TOGGLE".getBytes());

        assertIsSatisfied(5, SECONDS, pin, ack);
    }

    @Test
    void givesUpAfterThreeMoreTriesAndNeverFailsTheConsumer() throws Exception {
        pin.expectedMessageCount(4);
        pin.whenAnyExchangeReceived(exchange -> {
            throw new IllegalStateException("line busy");
        });
        ack.expectedMessageCount(0);

        broker.sendBody("TOGGLE".getBytes());

        assertIsSatisfied(5, SECONDS, pin, ack);
    }
}
