package dev.piroutes.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.piroutes.test.DeviceTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.AssertionFailedError;

/** Topics and JSON as ThingsBoard documents them, in its "MQTT Gateway API Reference"; one virtual broker stands for both. */
class ThingsBoardGatewayExampleTest extends DeviceTest {

    ThingsBoardGatewayExampleTest() {
        super("src/main/resources/examples/thingsboard-gateway.camel.yaml");
        property("thingsboard-gateway.url", "tcp://127.0.0.1:9");
    }

    /** Whatever its time stamp is. */
    private void expectTelemetry(String values) {
        assertThatThrownBy(() -> expect("v1/gateway/telemetry", "something else"))
                .isInstanceOfSatisfying(AssertionFailedError.class, failure -> assertThat(
                                failure.getActual().getStringRepresentation())
                        .matches("\\{\"devB\":\\[\\{\"ts\":\\d{13},\"values\":\\Q" + values + "\\E}]}"));
    }

    @Test
    void aDeviceThatIsOnlineIsConnected() {
        sendRetained("csc2106/devB/status", "online");

        expect("v1/gateway/connect", "{\"device\":\"devB\"}", 1, false);
        expect("v1/gateway/attributes", "{\"devB\":{\"lab\":\"csc2106\"} }", 1, false);
        expectTelemetry("{\"status\":\"online\"}");
        expectNothingElse();
    }

    @Test
    void whoIsConnectedIsSaidAgainUntilItIsOffline() {
        send("csc2106/devB/status", "online");
        expect("v1/gateway/connect", "{\"device\":\"devB\"}");
        expect("v1/gateway/attributes", "{\"devB\":{\"lab\":\"csc2106\"} }");
        expectTelemetry("{\"status\":\"online\"}");

        advance(Duration.ofSeconds(90));
        expect("v1/gateway/connect", "{\"device\":\"devB\"}", 0, false);
        expectNothingElse();

        send("csc2106/devB/status", "offline");
        expectTelemetry("{\"status\":\"offline\"}");
        expect("v1/gateway/disconnect", "{\"device\":\"devB\"}", 1, false);
        advance(Duration.ofMinutes(5));
        expectNothingElse();
    }

    @Test
    void theLedIsTelemetry() {
        send("csc2106/led/ack", "ON");

        expectTelemetry("{\"led\":\"ON\"} ");
        expectNothingElse();
    }

    @Test
    void anRpcIsACommand() {
        send("v1/gateway/rpc", "{\"device\":\"devB\",\"data\":{\"id\":7,\"method\":\"toggle\",\"params\":{}}}");

        expect("csc2106/led/cmd", "TOGGLE", 1, false);
        expect("v1/gateway/rpc", "{\"device\":\"devB\",\"id\":7,\"data\":{\"success\":true} }", 1, false);
        expectNothingElse();
    }

    /** Nothing that would break the JSON goes there. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            textBlock =
                    """
                    csc2106/devB/status, sleepy
                    csc2106/devB/status, ``
                    csc2106/a"b/status, online
                    csc2106/a b/status, online
                    csc2106/led/ack, ON"
                    csc2106/led/ack, ``
                    v1/gateway/rpc, `{"device":"devA","data":{"id":8,"method":"toggle"}}`
                    v1/gateway/rpc, `{"device":"devB","data":{"id":9,"method":"explode"}}`
                    """)
    void whatIsNoneOfThemIsLeftAlone(String topic, String payload) {
        send(topic, payload);

        expectNothingElse();
    }
}
