package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a device of MQTT 5 makes of a broker's answers. */
class ConnectionRefusalTest {

    @TempDir
    Path folder;

    private final ManualControl control = new ManualControl();
    private FakeTransport transport;
    private Connection connection;

    @BeforeEach
    void start() {
        connection = new Connection(
                new DeviceOptions(
                        "Led",
                        List.of("tcp://127.0.0.1:1883"),
                        Credentials.NONE,
                        false,
                        Duration.ofSeconds(30),
                        "led/status",
                        null,
                        "online",
                        "offline",
                        folder.resolve("Led.mv"),
                        OutboxLimits.DEFAULT,
                        new Mqtt5Options(null, false, false)),
                () -> null,
                control,
                Runnable::run,
                delivery -> {},
                new PublishRules(BrokerLimits.UNKNOWN, true),
                message -> {},
                listener -> transport = new FakeTransport(listener));
        connection.start();
        control.run();
        transport.calls();
    }

    @AfterEach
    void close() {
        connection.stop();
    }

    private void publish(String topic, String payload) throws OutboxException {
        connection.publish(new Publication(topic, payload.getBytes(UTF_8), 1, false));
    }

    @Test
    void whatIsNotPermittedWaitsAndOthersGoOnOverTheSameConnection() throws Exception {
        publish("led/ack", "1");
        publish("led/ack", "2");
        transport.refuseAll("led/ack", "not authorized (0x87)", false);
        control.run();
        publish("led/ack", "3");
        publish("led/other", "good");

        assertThat(connection.outbox().heldTopics()).containsExactly("led/ack");
        assertThat(connection.outbox().heldMessages()).isEqualTo(3);
        assertThat(transport.calls())
                .containsExactly("publish led/ack 1", "publish led/ack 2", "publish led/other good");
        assertThat(DeviceReport.degraded(connection))
                .isEqualTo("the broker refuses messages to \"led/ack\" (not authorized (0x87)), so these wait, and are"
                        + " tried now and then: is this device permitted to publish there?");
    }

    @Test
    void whatTheBrokerNeverTakesIsSetAside() throws Exception {
        publish("led/ack", "bad");
        publish("led/ack", "good");
        transport.refuseAll("led/ack", "payload format invalid (0x99)", true);
        control.run();

        assertThat(aside()).hasSize(2).allSatisfy(message -> assertThat(message.reason())
                .isEqualTo("the broker refuses it: payload format invalid (0x99)"));
        assertThat(connection.outbox().depth()).isZero();
        assertThat(connection.outbox().heldTopics()).isEmpty();
    }

    @Test
    void whatIsLargerThanTheBrokerTakesIsRefusedAtOnce() throws Exception {
        transport.takes(100);
        reconnect();

        assertThatThrownBy(() -> publish("t", "x".repeat(100)))
                .isInstanceOf(OutboxException.class)
                .hasMessageEndingWith("the broker takes 100");
        publish("t", "x".repeat(20));
        assertThat(connection.outbox().depth()).isOne();
    }

    /** It was published while nobody knew. */
    @Test
    void whatWaitedAndIsTooLargeIsSetAsideAndTheRestGoes() throws Exception {
        transport.breakConnection();
        control.run();
        publish("t", "x".repeat(100));
        publish("t", "small");
        transport.takes(100);
        transport.calls();
        control.runLater();

        assertThat(transport.calls())
                .containsExactly("connect", "publish led/status online retained", "publish t small");
        assertThat(aside()).singleElement().satisfies(message -> assertThat(message.reason())
                .endsWith("the broker takes 100"));
    }

    @Test
    void aMessageThatHasWaitedIsSentWithLessTime() throws Exception {
        MessageProperties minute = new MessageProperties(false, 60L, null, null, null, List.of());
        connection.publish(new Publication("t", "now".getBytes(UTF_8), 1, false, minute));

        assertThat(transport.calls()).containsExactly("publish t now for 60 s");
    }

    @Test
    void anAnnouncementThatIsRefusedIsNoReasonToReconnect() {
        connection.announce("config", "{}".getBytes(UTF_8));
        control.run();
        transport.refuseAnnouncements("not authorized (0x87)");
        control.run();
        connection.announce("config", "{1}".getBytes(UTF_8));
        control.run();

        assertThat(transport.calls()).containsExactly("publish config {} retained", "publish config {1} retained");
        assertThat(connection.connector().ready()).isTrue();
    }

    @Test
    void aDeviceWorksWithoutAnAnnouncementThatIsRefused() {
        connection.announce("config", "{}".getBytes(UTF_8));
        control.run();
        transport.refuseIntroduction("config");
        reconnect();

        assertThat(connection.connector().ready()).isTrue();
    }

    @Test
    void aStatusThatIsRefusedIsSaidWithTheReason() {
        transport.refuseIntroduction("led/status");
        reconnect();

        assertThat(connection.connector().ready()).isFalse();
        assertThat(connection.connector().problem())
                .isEqualTo(
                        "the broker refuses a message to led/status (not authorized (0x87)): is this device permitted to"
                                + " publish there?");
    }

    @Test
    void aBrokerThatTakesNobodyNowIsTriedAgain() {
        transport.refuse(ConnectOutcome.REFUSED);
        reconnect();
        assertThat(connection.connector().problem())
                .isEqualTo("the broker at tcp://127.0.0.1:1883 refuses the connection: refused");

        transport.refuse(null);
        control.runLater();
        assertThat(connection.connector().ready()).isTrue();
    }

    private void reconnect() {
        transport.breakConnection();
        control.run();
        control.runLater();
    }

    private List<UnsentMessages.Message> aside() throws IOException {
        return UnsentMessages.in(folder);
    }
}
