package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.piroutes.board.Level;
import dev.piroutes.broker.access.Role;
import dev.piroutes.kit.CountingRelay;
import dev.piroutes.kit.LogLines;
import dev.piroutes.kit.TestLab;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A device that the broker denies something tries less and less often, and its health says why. */
@Tag("full")
@Timeout(150)
class DeniedDeviceIT {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final List<String> ALL = List.of("lab/led/ack", "lab/devB/status");

    @TempDir
    Path folder;

    private SecureBroker broker;
    private CountingRelay relay;
    private TestLab lab;

    @BeforeEach
    void start() throws Exception {
        broker = SecureBroker.start(folder, "optional");
        relay = new CountingRelay(broker.port());
        lab = new TestLab("ssl://127.0.0.1:" + relay.port(), folder)
                .with("lab.root", "lab")
                .with("mqtt.credentials", broker.folder().toString());
    }

    @AfterEach
    void stop() throws Exception {
        lab.close();
        relay.close();
        broker.close();
    }

    @Test
    void whichMayNotConnectAnyMore() throws Exception {
        lab.start("led");
        lab.awaitConnected("led");

        permit(List.of("lab/led/ack"), List.of("lab/led/cmd"));

        awaitHealth(
                "does not permit user \"PicoB\" to connect as \"PicoB\" with a will on lab/devB/status: the broker's"
                        + " log says what is missing");
        triesLessAndLessOften();

        permit(ALL, List.of("lab/led/cmd"));
        await().atMost(LIMIT).until(() -> health().getState() == HealthCheck.State.UP);
    }

    @Test
    void whoseMessageIsForbiddenHoldsThatTopicAloneUntilItIsPermitted() throws Exception {
        permit(List.of("lab/devB/status", "lab/other"), List.of("lab/led/cmd"));
        lab.start("led");
        lab.awaitConnected("led");
        try (LogLines log = new LogLines("dev.piroutes.mqtt");
                WireClient alice = broker.connected(4, "127.0.3.1", "alice")) {
            alice.publishAcked("lab/led/cmd", 1, "TOGGLE");
            alice.publishAcked("lab/led/cmd", 2, "TOGGLE");

            awaitHeld("the broker ends the connection when it gets a message to \"lab/led/ack\", so these wait, and are"
                    + " tried now and then: is user \"PicoB\" permitted to publish there?");
            await().atMost(LIMIT).until(() -> lab.board().level(20) == Level.LOW);
            publish("lab/other", "1");
            await("the other topic").atMost(LIMIT).until(() -> lab.device("led").outboxDepth() == 2);
            triesLessAndLessOften();
            assertThat(log.contains("probably another client")).isFalse();
            assertThat(log.contains("set aside")).isFalse();

            permit(List.of("lab/devB/status", "lab/other", "lab/led/ack"), List.of("lab/led/cmd"));
            await("permitted")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> lab.device("led").outboxDepth() == 0);
            assertThat(log.contains("the broker takes messages to \"lab/led/ack\" again"))
                    .isTrue();
            assertThat(health().getMessage()).isEmpty();
        }
    }

    /** MQTT 5 has an answer for that: the connection goes on. */
    @Test
    void whoseMessageIsForbiddenKeepsItsConnectionWithMqtt5() throws Exception {
        permit(List.of("lab/devB/status", "lab/other"), List.of("lab/led/cmd"));
        lab.mqtt5(true).start("led");
        lab.awaitConnected("led");
        int before = relay.connections();
        try (LogLines log = new LogLines("dev.piroutes.mqtt");
                WireClient alice = broker.connected(4, "127.0.3.1", "alice")) {
            alice.publishAcked("lab/led/cmd", 1, "TOGGLE");
            alice.publishAcked("lab/led/cmd", 2, "TOGGLE");

            awaitHeld("the broker refuses messages to \"lab/led/ack\" (not authorized (0x87)), so these wait, and are"
                    + " tried now and then: is user \"PicoB\" permitted to publish there?");
            publish("lab/other", "1");
            await("the other topic").atMost(LIMIT).until(() -> lab.device("led").outboxDepth() == 2);
            assertThat(log.contains("set aside")).isFalse();
            assertThat(relay.connections()).isEqualTo(before);

            permit(List.of("lab/devB/status", "lab/other", "lab/led/ack"), List.of("lab/led/cmd"));
            await("permitted")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> lab.device("led").outboxDepth() == 0);
            assertThat(health().getMessage()).isEmpty();
        }
    }

    private void publish(String topic, String payload) throws Exception {
        MqttMessage message = new MqttMessage(payload.getBytes());
        message.setQos(1);
        lab.device("led").publish(topic, message);
    }

    private void awaitHeld(String why) {
        await(why)
                .atMost(LIMIT)
                .until(() -> health().getState() == HealthCheck.State.UP
                        && health().getMessage().orElse("").contains(why));
    }

    @Test
    void whoseAnnouncementIsForbiddenWorksWithoutIt() throws Exception {
        permit(ALL, List.of("lab/led/cmd"));
        lab.start("led");
        lab.awaitConnected("led");
        try (LogLines log = new LogLines("dev.piroutes.mqtt");
                WireClient alice = broker.connected(4, "127.0.3.1", "alice")) {
            lab.device("led").announce("homeassistant/device/PicoB/config", "{}");

            await().atMost(LIMIT)
                    .until(() -> log.contains("before it took the announcement on homeassistant/device/PicoB/config"));
            lab.awaitConnected("led");
            alice.publishAcked("lab/led/cmd", 1, "TOGGLE");

            await().atMost(LIMIT).until(() -> lab.board().level(20) == Level.HIGH);
            await().atMost(LIMIT).until(() -> lab.device("led").outboxDepth() == 0);
            assertThat(lab.device("led").isConnected()).isTrue();
        }
    }

    @Test
    void whoseSubscriptionIsForbidden() throws Exception {
        permit(ALL, List.of());

        lab.start("led");

        lab.awaitConnected("led");
        awaitHealth("the broker refuses the subscription to lab/led/cmd: is this user permitted to read it?");
    }

    @Test
    void whichIsUnknownDoesNotStart() {
        SecureBroker.update(broker.folder(), List.of(SecureBroker.PICO_A));

        assertThatThrownBy(() -> lab.start("led"))
                .hasMessageContaining("mqtt.credentials must be a folder with PicoB.properties");
    }

    /** From half a second up to 15, doubling: in eight seconds there is room for five at most. */
    private void triesLessAndLessOften() {
        int before = relay.connections();
        await().during(Duration.ofSeconds(8)).atMost(LIMIT).until(() -> relay.connections() - before <= 5);
    }

    private void permit(List<String> publishes, List<String> subscribes) {
        try (LogLines log = new LogLines("dev.piroutes.broker")) {
            SecureBroker.update(
                    broker.folder(),
                    List.of(SecureBroker.PICO_A, SecureBroker.client("PicoB", Role.DEVICES, publishes, subscribes)));
            await().atMost(LIMIT).until(() -> log.contains("users    read again"));
        }
    }

    private void awaitHealth(String why) {
        await(why)
                .atMost(LIMIT)
                .until(() -> health().getState() == HealthCheck.State.DOWN
                        && health().getMessage().orElse("").contains(why));
    }

    private HealthCheck.Result health() {
        return HealthCheckHelper.getHealthCheck(lab.main().getCamelContext(), "mqtt-device-PicoB")
                .call();
    }
}
