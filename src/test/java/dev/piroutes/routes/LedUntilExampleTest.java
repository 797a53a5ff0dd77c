package dev.piroutes.routes;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.apache.camel.component.mock.MockEndpoint.assertIsSatisfied;

import dev.piroutes.board.Board;
import dev.piroutes.board.VirtualBoard;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.camel.BindToRegistry;
import org.apache.camel.EndpointInject;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.junit.jupiter.api.Test;

/** The example of a command with a time. */
@CamelMainTest(
        properties = {
            "camel.main.routesIncludePattern=classpath:examples/led-until.camel.yaml,classpath:routes/error-policy.camel.yaml",
            "lab.root=csc2106"
        },
        replaceRouteFromWith = "led-command-until=direct:command",
        mockEndpointsAndSkip = "paho:.*")
class LedUntilExampleTest {

    @BindToRegistry
    Board board = new VirtualBoard();

    @EndpointInject("mock:paho:csc2106/led/ack")
    MockEndpoint ack;

    @Produce("direct:command")
    ProducerTemplate broker;

    @Test
    void handlesWhatIsNotTooLate() throws Exception {
        String soon = stamp(60);
        ack.expectedBodiesReceived("ON", "OFF");

        broker.sendBody((soon + " TOGGLE").getBytes());
        broker.sendBody((stamp(-2) + " TOGGLE").getBytes());
        broker.sendBody("TOGGLE".getBytes());
        broker.sendBody((soon + " TOGGLE").getBytes());

        assertIsSatisfied(5, SECONDS, ack);
    }

    private static String stamp(int seconds) {
        return DateTimeFormatter.ofPattern("yyyyMMddHHmmss")
                .withZone(ZoneOffset.UTC)
                .format(Instant.now().plusSeconds(seconds));
    }
}
