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

/** The example of a command with an id. */
@CamelMainTest(
        properties = {
            "camel.main.routesIncludePattern=classpath:examples/led-once.camel.yaml,classpath:routes/error-policy.camel.yaml",
            "lab.root=csc2106",
            "led.ids=target/led-once.ids"
        },
        replaceRouteFromWith = "led-command-once=direct:command",
        mockEndpointsAndSkip = "paho:.*")
class LedOnceExampleTest {

    @BindToRegistry
    Board board = new VirtualBoard();

    @EndpointInject("mock:paho:csc2106/led/ack")
    MockEndpoint ack;

    @Produce("direct:command")
    ProducerTemplate broker;

    @Test
    void handlesAnIdOnce() throws Exception {
        String run = String.valueOf(System.nanoTime());
        ack.expectedBodiesReceived(run + "-1 ON", run + "-2 OFF");

        broker.sendBody((run + "-1 TOGGLE").getBytes());
        broker.sendBody((run + "-1 TOGGLE").getBytes());
        broker.sendBody((run + "-2 TOGGLE").getBytes());
        broker.sendBody((run + "-1 TOGGLE").getBytes());
        broker.sendBody("TOGGLE".getBytes());
        broker.sendBody((run + "-3 toggle").getBytes());

        assertIsSatisfied(5, SECONDS, ack);
    }
}
