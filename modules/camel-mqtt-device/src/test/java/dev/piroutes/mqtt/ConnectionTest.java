package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.LogLines;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A device's connection over a transport that does what the test says: no network, no threads, no waiting. */
class ConnectionTest {

    @TempDir
    Path folder;

    private final ManualControl control = new ManualControl();
    private final List<String> handled = new ArrayList<>();
    private final List<String> acknowledged = new ArrayList<>();
    private FakeTransport transport;
    private Connection connection;
    private String waitingFor;

    @BeforeEach
    void open() {
        connection = connection(false);
    }

    @AfterEach
    void close() {
        connection.stop();
    }

    private Connection connection(boolean cleanSession) {
        DeviceOptions options = new DeviceOptions(
                "Led",
                List.of("tcp://127.0.0.1:1883"),
                Credentials.NONE,
                cleanSession,
                Duration.ofSeconds(30),
                "led/status",
                Duration.ofSeconds(60),
                "online",
                "offline",
                folder.resolve(cleanSession + ".mv"),
                OutboxLimits.DEFAULT,
                null);
        return new Connection(
                options,
                () -> waitingFor,
                control,
                Runnable::run,
                delivery -> handled.add(new String(delivery.message().payload(), StandardCharsets.UTF_8)),
                new PublishRules(BrokerLimits.UNKNOWN),
                message -> acknowledged.add(new String(message.payload(), StandardCharsets.UTF_8)),
                listener -> transport = new FakeTransport(listener));
    }

    private void start() {
        connection.start();
        control.run();
    }

    private void publish(String payload) throws OutboxException {
        connection.publish(new Publication("led/ack", payload.getBytes(StandardCharsets.UTF_8), 1, false));
    }

    @Test
    void everyConnectIsLikeTheFirst() throws Exception {
        connection.subscribe("led/cmd", 1);
        connection.announce("led/config", "{}".getBytes(StandardCharsets.UTF_8));
        publish("1");
        publish("2");
        String[] steps = {
            "connect", "subscribe {led/cmd=1}", "publish led/status online retained", "publish led/config {} retained",
        };
        start();
        assertThat(transport.calls()).startsWith(steps).endsWith("publish led/ack 1", "publish led/ack 2");
        assertThat(connection.connector().ready()).isTrue();

        transport.breakConnection();
        control.run();
        assertThat(connection.connector().ready()).isFalse();
        assertThat(connection.connector().problem()).isEqualTo("connection lost (reset)");
        control.runLater();
        assertThat(transport.calls()).containsExactly(steps);
        assertThat(connection.connector().connects()).isEqualTo(2);
    }

    @Test
    void whatABrokerDoesNotDoIsSaidOnce() {
        try (LogLines log = new LogLines("dev.piroutes.mqtt.Connection")) {
            transport.takes(0, false);
            start();
            transport.breakConnection();
            control.run();
            control.runLater();
            assertThat(connection.connector().connects()).isEqualTo(2);
            assertThat(log.lines())
                    .containsExactly(
                            "Led: the broker takes no more than QoS 0: what is published is sent with that, and what"
                                    + " is lost on the way is lost; it keeps no messages: a status or a state is seen only by who"
                                    + " is connected");

            transport.takes(2, true);
            transport.breakConnection();
            control.run();
            control.runLater();
            assertThat(log.lines()).hasSize(1);
        }
    }

    @Test
    void whatTheBrokerHasIsToldOnceAndInOrder() throws Exception {
        start();
        publish("1");
        publish("2");
        transport.acknowledgeAll();
        assertThat(acknowledged).containsExactly("1", "2");
        assertThat(connection.outbox().depth()).isZero();
    }

    @Test
    void withAPersistentSessionTheTransportSendsAgainWithoutOneTheOutboxDoes() throws Exception {
        start();
        publish("1");
        transport.calls();
        transport.breakConnection();
        control.run();
        control.runLater();
        assertThat(transport.calls()).doesNotContain("publish led/ack 1");
        connection.stop();

        connection = connection(true);
        start();
        publish("1");
        transport.calls();
        transport.breakConnection();
        control.run();
        control.runLater();
        assertThat(transport.calls()).contains("publish led/ack 1");
    }

    @Test
    void receivedMessagesWaitForTheConnectToBeComplete() {
        transport.deliver("led/cmd", "early", 1, false);
        assertThat(handled).isEmpty();
        start();
        assertThat(handled).containsExactly("early");
        assertThat(transport.calls()).endsWith("acknowledge 1");
    }

    @Test
    void aRepeatedMessageIsHandledOnceAndAcknowledgedTwice() {
        start();
        transport.deliver("led/cmd", "TOGGLE", 7, false);
        transport.breakConnection();
        control.run();
        control.runLater();
        transport.deliver("led/cmd", "TOGGLE", 7, true);
        assertThat(handled).containsExactly("TOGGLE");
        assertThat(transport.calls()).filteredOn("acknowledge 7"::equals).hasSize(2);
    }

    @Test
    void aMalformedMessageIsAcknowledgedAndCounted() {
        start();
        transport.deliverMalformed("a topic with U+0000", 3);
        assertThat(handled).isEmpty();
        assertThat(transport.calls()).endsWith("acknowledge 3");
        assertThat(connection.discards().count()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = ConnectOutcome.class,
            names = {"CONNECTED", "AWAY", "REFUSED", "TLS"},
            mode = Mode.EXCLUDE)
    void aRefusalThatTryingAgainCannotHelpIsTold(ConnectOutcome reason) throws Exception {
        transport.refuse(reason);
        start();
        assertThat(connection.connector().firstAttempt(Duration.ofSeconds(1)))
                .hasValueSatisfying(outcome -> assertThat(outcome.isFinal()).isTrue());
        assertThat(connection.connector().problem()).contains("tcp://127.0.0.1:1883");
        transport.refuse(null);
        control.runLater();
        assertThat(connection.connector().ready()).isTrue();
    }

    @Test
    void aBrokerThatIsAwayIsWaitedFor() throws Exception {
        transport.refuse(ConnectOutcome.AWAY);
        start();
        assertThat(connection.connector().firstAttempt(Duration.ofSeconds(1))).contains(ConnectOutcome.AWAY);
        assertThat(connection.connector().problem()).isEqualTo("no broker at tcp://127.0.0.1:1883 (refused)");
        control.runLater();
        control.runLater();
        assertThat(transport.calls()).containsExactly("connect", "connect", "connect");
        transport.refuse(null);
        control.runLater();
        assertThat(connection.connector().ready()).isTrue();
    }

    @Test
    void aMachineThatHasNoRoomForAThreadNowIsNoReasonToGiveUp() {
        transport.fail(new OutOfMemoryError("unable to create native thread"));
        start();
        transport.fail(null);
        control.runLater();
        assertThat(connection.connector().ready()).isTrue();
    }

    @Test
    void aConnectionThatIsCutByHandIsSoonBackWhateverTheBrokerDidBefore() {
        transport.refuse(ConnectOutcome.AWAY);
        start();
        for (int i = 0; i < 5; i++) {
            control.runLater();
        }
        assertThat(control.lastDelay()).isGreaterThan(Duration.ofSeconds(5));
        transport.refuse(null);
        control.runLater();

        connection.cut();
        control.run();
        assertThat(connection.connector().ready()).isFalse();
        assertThat(control.lastDelay()).isLessThanOrEqualTo(Duration.ofMillis(500));
        control.runLater();
        assertThat(connection.connector().ready()).isTrue();
    }

    @Test
    void theBrokerOfThisProgramIsNotConnectedToWhileItWaits() {
        waitingFor = "its port is taken";
        start();
        assertThat(transport.calls()).isEmpty();
        assertThat(connection.connector().problem()).contains("its port is taken");
        waitingFor = null;
        control.runLater();
        assertThat(connection.connector().ready()).isTrue();
    }

    @Test
    void aSubscriptionIsMadeOnceAndWithTheHighestQos() {
        start();
        transport.calls();
        connection.subscribe("a", 0);
        connection.subscribe("a", 1);
        connection.subscribe("a", 1);
        connection.subscribe("a", 0);
        control.run();
        assertThat(transport.calls()).containsExactly("subscribe {a=0}", "subscribe {a=1}");

        connection.unsubscribe(Set.of("a", "unknown"));
        connection.unsubscribe(Set.of("a"));
        control.run();
        assertThat(transport.calls()).containsExactly("unsubscribe [a]");
    }

    @Test
    void aRefusedSubscriptionIsKnownUntilTheBrokerGrantsIt() {
        transport.grant("secret", 0x80);
        connection.subscribe("secret", 1);
        start();
        assertThat(connection.refusedFilters()).containsExactly("secret");
        assertThat(connection.connector().ready()).isTrue();

        transport.grant("secret", 1);
        transport.breakConnection();
        control.run();
        control.runLater();
        assertThat(connection.refusedFilters()).isEmpty();
    }

    @Test
    void aSubscriptionThatFailsMakesANewConnection() {
        start();
        transport.disconnect();
        transport.calls();
        connection.subscribe("a", 1);
        control.run();
        assertThat(connection.connector().ready()).isFalse();
        control.runLater();
        assertThat(transport.calls()).contains("connect", "subscribe {a=1}");
        assertThat(connection.connector().ready()).isTrue();
    }

    @Test
    void anAnnouncementThatTheBrokerNeverTakesIsLeftOut() {
        connection.announce("homeassistant/config", "{}".getBytes(StandardCharsets.UTF_8));
        transport.cutOffAt("homeassistant/config");
        start();
        control.runLater();
        control.runLater();
        assertThat(connection.connector().ready()).isFalse();
        transport.calls();
        control.runLater();
        assertThat(connection.connector().ready()).isTrue();
        assertThat(transport.calls()).noneMatch(call -> call.contains("homeassistant/config"));
    }

    @Test
    void aTopicThatEndsTheConnectionIsHeldAndOthersGoOn() throws Exception {
        start();
        transport.cutOffAt("led/ack");
        publish("bad");
        for (int i = 0; i < 4 && !connection.outbox().heldTopics().contains("led/ack"); i++) {
            control.run();
            control.runLater();
        }
        assertThat(connection.outbox().heldTopics()).containsExactly("led/ack");
        assertThat(transport.calls()).contains("connect, one at a time", "forget 1");
        control.runLater();
        connection.publish(new Publication("led/other", "good".getBytes(StandardCharsets.UTF_8), 1, false));
        assertThat(transport.calls()).endsWith("publish led/other good");
        assertThat(connection.connector().ready()).isTrue();
    }

    /** The acknowledgement is read, and before the device is told of it, it is told of the connection's end. */
    @Test
    void whatWasAcknowledgedAsTheConnectionEndedIsNotWhyItEnded() throws Exception {
        start();
        transport.cutOffAt("led/big");
        publish("good");
        connection.publish(new Publication("led/big", "bad".getBytes(StandardCharsets.UTF_8), 1, false));
        control.run();
        transport.acknowledgeAtTheEnd("led/ack");
        for (int i = 0; i < 4 && connection.outbox().heldTopics().isEmpty(); i++) {
            control.run();
            control.runLater();
        }

        assertThat(connection.outbox().heldTopics()).containsExactly("led/big");
        assertThat(acknowledged).containsExactly("good");
    }

    @Test
    void whatTheBrokerHasOfQos2IsNotWhyTheConnectionEnded() throws Exception {
        start();
        transport.cutOffAt("led/big");
        transport.release("led/ack");
        connection.publish(new Publication("led/ack", "good".getBytes(StandardCharsets.UTF_8), 2, false));
        connection.publish(new Publication("led/big", "bad".getBytes(StandardCharsets.UTF_8), 2, false));
        for (int i = 0; i < 4 && connection.outbox().heldTopics().isEmpty(); i++) {
            control.run();
            control.runLater();
        }

        assertThat(connection.outbox().heldTopics()).containsExactly("led/big");
    }

    /** Else the library would send some of them again in their old place, and the outbox the others behind them. */
    @Test
    void ofATopicThatIsHeldAllMessagesAreTakenBackAlsoIfItIsFreedMeanwhile() throws Exception {
        start();
        List<OutboxMessage> messages = new ArrayList<>();
        for (String payload : List.of("1", "2", "3")) {
            messages.add(
                    connection.publish(new Publication("led/ack", payload.getBytes(StandardCharsets.UTF_8), 1, false)));
        }
        transport.cutOffAt("led/ack");
        transport.whileForgetting(() -> transport.acknowledged(messages.get(0)));
        transport.breakConnection();
        for (int i = 0; i < 4 && connection.outbox().depth() == 3; i++) {
            control.run();
            control.runLater();
        }
        assertThat(transport.calls()).contains("forget 3");

        transport.cutOffAt("");
        control.runLater();
        transport.acknowledgeAll();
        control.runLater();

        assertThat(transport.calls())
                .filteredOn(call -> call.startsWith("publish led/ack"))
                .containsExactly("publish led/ack 2", "publish led/ack 3");
        assertThat(connection.outbox().heldTopics()).isEmpty();
    }

    @Test
    void qos0IsSentNowOrNever() throws Exception {
        Publication message = new Publication("led/level", "5".getBytes(StandardCharsets.UTF_8), 0, false);
        connection.publish(message);
        start();
        assertThat(transport.calls()).doesNotContain("publish led/level 5 QoS 0");
        connection.publish(message);
        assertThat(transport.calls()).containsExactly("publish led/level 5 QoS 0");
        assertThat(connection.published()).isEqualTo(2);
    }

    @Test
    void theStatusIsRepeatedWhileConnectedAndNeverAfterTheEnd() {
        start();
        transport.calls();
        control.runRepeated();
        assertThat(transport.calls()).containsExactly("publish led/status online retained");

        connection.stop();
        assertThat(transport.calls()).containsExactly("publish led/status offline retained", "disconnect", "close");
        control.runRepeated();
        control.runLater();
        assertThat(transport.calls()).isEmpty();
    }

    @Test
    void whatItAnnouncedIsSentWhenItChangesAndOneAfterTheOther() {
        start();
        transport.calls();
        connection.announce("c", "1".getBytes(StandardCharsets.UTF_8));
        control.run();
        connection.announce("c", "2".getBytes(StandardCharsets.UTF_8));
        connection.announce("c", "3".getBytes(StandardCharsets.UTF_8));
        connection.announce("c", "3".getBytes(StandardCharsets.UTF_8));
        control.run();
        assertThat(transport.calls()).containsExactly("publish c 1 retained");

        transport.acknowledgeAll();
        control.run();
        assertThat(transport.calls()).containsExactly("publish c 3 retained");
    }
}
