package dev.piroutes.routes;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.apache.camel.component.mock.MockEndpoint.assertIsSatisfied;

import org.apache.camel.EndpointInject;
import org.apache.camel.Produce;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.junit.jupiter.api.Test;

/** Device A, on the YAML that ships. */
@CamelMainTest(
        properties = {
            "camel.main.routesIncludePattern=classpath:routes/button-panel.camel.yaml,classpath:routes/error-policy.camel.yaml",
            "lab.root=csc2106"
        },
        replaceRouteFromWith = {"toggle-button=direct:gp21", "hello-button=direct:gp22"},
        mockEndpointsAndSkip = "paho:.*")
class ButtonPanelRouteTest {

    @EndpointInject("mock:paho:csc2106/led/cmd")
    MockEndpoint commands;

    @EndpointInject("mock:paho:csc2106/led/hello")
    MockEndpoint hellos;

    @Produce("direct:gp21")
    ProducerTemplate gp21;

    @Produce("direct:gp22")
    ProducerTemplate gp22;

    @Test
    void sendsToggleWhenTheFirstButtonIsPressed() throws Exception {
        commands.expectedBodiesReceived("TOGGLE");
        hellos.expectedMessageCount(0);

        gp21.sendBody("press");

        assertIsSatisfied(5, SECONDS, commands, hellos);
    }

    @Test
    void sendsHelloWhenTheSecondButtonIsPressed() throws Exception {
        commands.expectedMessageCount(0);
        hellos.expectedBodiesReceived("HELLO");

        gp22.sendBody("press");

        assertIsSatisfied(5, SECONDS, commands, hellos);
    }

    @Test
    void triesAgainWhenAPublishFails() throws Exception {
        commands.expectedBodiesReceived("TOGGLE", "TOGGLE");
        commands.whenExchangeReceived(1, exchange -> {
            throw new IllegalStateException("outbox full");
        });

        gp21.sendBody("press");

        assertIsSatisfied(5, SECONDS, commands);
    }
}
