package dev.piroutes.cloud;

import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_ACCEPTED;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.piroutes.board.Level;
import dev.piroutes.broker.Broker;
import dev.piroutes.kit.LogLines;
import dev.piroutes.kit.TestLab;
import dev.piroutes.sensor.VirtualSensors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples thingsboard and thingsboard-gateway with a stand-in of ThingsBoard. */
@Tag("full")
@Timeout(180)
class ThingsBoardIT {
    private static final String TELEMETRY = "v1/devices/me/telemetry";

    @TempDir
    Path folder;

    private final ThingsBoard rules = new ThingsBoard();

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(assertion);
    }

    private TestLab device(CloudBroker cloud, String token) throws Exception {
        Path credentials = Files.createDirectory(folder.resolve("thingsboard"));
        Files.writeString(credentials.resolve("ThingsBoard.properties"), "mqtt.username=" + token + "\n");
        return new TestLab("tcp://127.0.0.1:9", folder)
                .binding("sensors", new VirtualSensors())
                .with("thingsboard.url", "tcp://127.0.0.1:" + cloud.port())
                .with("thingsboard.credentials", credentials.toString())
                .with("thingsboard.period", "500ms")
                .start("classpath:examples/thingsboard.camel.yaml");
    }

    @Test
    void theDeviceSendsAndObeys() throws Exception {
        try (CloudBroker cloud = new CloudBroker(rules.know("TOKEN7"));
                TestLab lab = device(cloud, "TOKEN7")) {
            eventually(() -> assertThat(cloud.taken(TELEMETRY)).contains("{\"temperature\":20.00}"));
            eventually(() -> assertThat(cloud.taken("v1/devices/me/attributes")).contains("{\"model\":\"Pi Routes\"}"));

            for (int id = 7; id < 9; id++) {
                String answer = "v1/devices/me/rpc/response/" + id;
                boolean on = id == 7;
                request(cloud, id, on);
                eventually(() -> assertThat(cloud.taken(answer))
                        .containsExactly("{\"led\":\"%s\"}".formatted(on ? "ON" : "OFF")));
                assertThat(lab.board().level(7)).isEqualTo(on ? Level.HIGH : Level.LOW);
            }
            cloud.cut();
            lab.awaitDisconnected("thingsboard");
            lab.awaitConnected("thingsboard");
            request(cloud, 9, true);
            eventually(() ->
                    assertThat(cloud.taken("v1/devices/me/rpc/response/9")).hasSize(1));
            assertThat(cloud.offences()).isEmpty();
            assertThat(cloud.answers()).containsOnly(CONNECTION_ACCEPTED);
        }
    }

    private static void request(CloudBroker cloud, int id, boolean on) {
        await("heard")
                .atMost(Duration.ofSeconds(60))
                .until(() -> cloud.send(
                        "v1/devices/me/rpc/request/+",
                        "v1/devices/me/rpc/request/" + id,
                        "{\"method\":\"setLed\",\"params\":%s}".formatted(on)));
    }

    /** What was measured meanwhile comes once it is valid again, and the token is in no line of the log. */
    @Test
    void aTokenThatIsTakenBackIsTriedAgain() throws Exception {
        try (LogLines log = new LogLines("dev.piroutes");
                CloudBroker cloud = new CloudBroker(rules.know("TOKEN8"));
                TestLab lab = device(cloud, "TOKEN8")) {
            lab.awaitConnected("thingsboard");
            rules.forget("TOKEN8");
            cloud.cut();
            eventually(() -> assertThat(cloud.answers()).contains(CONNECTION_REFUSED_NOT_AUTHORIZED));
            eventually(() -> assertThat(log.lines())
                    .anyMatch(line -> line.contains("does not permit a user name without a password")));
            int before = cloud.taken(TELEMETRY).size();

            rules.know("TOKEN8");
            lab.awaitConnected("thingsboard");
            eventually(() -> assertThat(cloud.taken(TELEMETRY)).hasSizeGreaterThan(before + 1));
            assertThat(cloud.offences()).isEmpty();
            assertThat(log.lines()).noneMatch(line -> line.contains("TOKEN8"));
        }
    }

    /** That ends the start, if the answer comes in time. */
    @Test
    void aTokenThatIsUnknownIsSaidInWords() throws Exception {
        try (CloudBroker cloud = new CloudBroker(rules)) {
            try (TestLab lab = device(cloud, "TOKEN9")) {
                eventually(() -> assertThat(cloud.answers()).isNotEmpty());
                assertThat(lab.device("thingsboard").isConnected()).isFalse();
            } catch (IllegalArgumentException e) {
                assertThat(e)
                        .hasMessageContaining("does not permit a user name without a password")
                        .hasMessageNotContaining("TOKEN9");
            }
            assertThat(cloud.answers()).containsOnly(CONNECTION_REFUSED_NOT_AUTHORIZED);
            assertThat(cloud.taken()).isEmpty();
        }
    }

    @Test
    void theLabIsBehindTheGateway() throws Exception {
        Path credentials = Files.createDirectory(folder.resolve("gateway"));
        Files.writeString(credentials.resolve("ThingsBoardGateway.properties"), "mqtt.username=GATEWAY1\n");
        try (CloudBroker cloud = new CloudBroker(rules.know("GATEWAY1"));
                Broker broker = TestLab.broker(folder);
                TestLab lab = new TestLab("tcp://127.0.0.1:" + broker.port(), folder)
                        .with("thingsboard-gateway.url", "tcp://127.0.0.1:" + cloud.port())
                        .with("thingsboard-gateway.credentials", credentials.toString())
                        .with("thingsboard-gateway.again", "500ms")
                        .start("led", "button-panel", "classpath:examples/thingsboard-gateway.camel.yaml")) {
            eventually(() -> assertThat(rules.isConnected("devA") && rules.isConnected("devB"))
                    .isTrue());
            eventually(() ->
                    assertThat(cloud.taken("v1/gateway/attributes")).contains("{\"devB\":{\"lab\":\"csc2106\"} }"));
            command(cloud, 41);
            eventually(() -> assertThat(cloud.taken("v1/gateway/rpc"))
                    .containsExactly("{\"device\":\"devB\",\"id\":41,\"data\":{\"success\":true} }"));
            eventually(() -> assertThat(ledStates(cloud)).isEqualTo("ON"));
            assertThat(lab.board().level(20)).isEqualTo(Level.HIGH);

            // ThingsBoard has forgotten with the connection who was connected.
            cloud.cut();
            eventually(() -> assertThat(rules.isConnected("devB")).isTrue());
            command(cloud, 42);
            eventually(() -> assertThat(ledStates(cloud)).isEqualTo("ONOFF"));

            lab.device("led").stop();
            eventually(() -> assertThat(rules.isConnected("devB")).isFalse());
            assertThat(cloud.offences()).isEmpty();
        }
    }

    /** As ThingsBoard does: to a device that is connected, and to no other. */
    private void command(CloudBroker cloud, int id) {
        await("heard")
                .atMost(Duration.ofSeconds(60))
                .until(() -> rules.isConnected("devB")
                        && cloud.send(
                                "v1/gateway/rpc",
                                "v1/gateway/rpc",
                                "{\"device\":\"devB\",\"data\":{\"id\":%d,\"method\":\"toggle\",\"params\":{}}}"
                                        .formatted(id)));
    }

    private static String ledStates(CloudBroker cloud) {
        return String.join(
                "",
                cloud.taken("v1/gateway/telemetry").stream()
                        .filter(payload -> payload.contains("\"led\""))
                        .map(payload -> payload.replaceAll(".*\"led\":\"(\\w+)\".*", "$1"))
                        .toList());
    }

    /** The stand-in itself. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            textBlock =
                    """
                    v1/devices/me/telemetry, `{"t":1}`, true, 0
                    v1/devices/me/telemetry, `{"t":`, false, 1
                    v1/devices/me/telemetry, ON, false, 1
                    v1/gateway/telemetry, `{"devB":[{"ts":1,"values":{"t":1}}]}`, true, 0
                    v1/gateway/telemetry, `{"devB":{"t":1}}`, false, 1
                    v1/gateway/connect, `{"name":"devB"}`, false, 1
                    csc2106/led/ack, `"ON"`, true, 1
                    """)
    void standsForThingsBoard(String topic, String payload, boolean goesOn, int offences) throws Exception {
        try (CloudBroker cloud = new CloudBroker(rules.know("GATEWAY1"))) {
            MqttClient client = client(cloud);
            client.connect(as("GATEWAY1"));
            publish(client, topic, payload);
            eventually(() -> assertThat(cloud.offences()).hasSize(offences));
            eventually(() -> assertThat(client.isConnected()).isEqualTo(goesOn));
            if (client.isConnected()) {
                client.disconnect();
            }
            client.close();
        }
    }

    @ParameterizedTest
    @CsvSource({", 4", "unknown, 5"})
    void whoMayNotComeInIsToldWhy(String user, int code) throws Exception {
        try (CloudBroker cloud = new CloudBroker(rules.know("TOKEN7"));
                MqttClient client = client(cloud)) {
            assertThatThrownBy(() -> client.connect(as(user)))
                    .isInstanceOfSatisfying(MqttException.class, refusal -> assertThat(refusal.getReasonCode())
                            .isEqualTo(code));
        }
    }

    private static MqttClient client(CloudBroker cloud) throws MqttException {
        return new MqttClient("tcp://127.0.0.1:" + cloud.port(), "client", new MemoryPersistence());
    }

    private static MqttConnectOptions as(String user) {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setUserName(user);
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        return options;
    }

    private static void publish(MqttClient client, String topic, String payload) {
        try {
            client.publish(topic, payload.getBytes(StandardCharsets.UTF_8), 1, false);
        } catch (MqttException e) {
            // The connection has ended: that is what is looked at.
        }
    }
}
