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

/** The finger of the virtual board, on the YAML that ships. */
@CamelMainTest(
        properties = {
            "camel.main.routesIncludePattern=classpath:routes/gpio-timer.camel.yaml,classpath:routes/error-policy.camel.yaml",
            "gpio-timer.enabled=true",
            "gpio-timer.hold=1"
        },
        replaceRouteFromWith = "gpio-timer=direct:tick",
        mockEndpointsAndSkip = "gpio:.*")
class GpioTimerRouteTest {

    @BindToRegistry
    Board board = new VirtualBoard();

    @EndpointInject("mock:gpio:21")
    MockEndpoint button;

    @Produce("direct:tick")
    ProducerTemplate timer;

    @Test
    void pressesAndReleasesTheFirstButton() throws Exception {
        button.expectedBodiesReceived("PRESS", "RELEASE");

        timer.sendBody(null);

        assertIsSatisfied(5, SECONDS, button);
    }
}
