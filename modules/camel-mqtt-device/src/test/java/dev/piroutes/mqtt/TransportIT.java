package dev.piroutes.mqtt;

import static dev.piroutes.mqtt.RawBroker.PUBACK;
import static dev.piroutes.mqtt.RawBroker.PUBCOMP;
import static dev.piroutes.mqtt.RawBroker.PUBLISH;
import static dev.piroutes.mqtt.RawBroker.PUBREC;
import static dev.piroutes.mqtt.RawBroker.PUBREL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each transport knows of messages whose connection has ended, packet by packet. */
@Timeout(60)
class TransportIT {

    private RawBroker broker;
    private Transport transport;

    private void start(boolean mqtt5) throws Exception {
        broker = new RawBroker(mqtt5);
        transport = broker.transport();
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    private static Publication message(String payload, int qos) {
        return new Publication("t", payload.getBytes(UTF_8), qos, false);
    }

    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {false, true})
    void whatIsReleasedStaysSoOverEachEndOfTheConnection(boolean mqtt5) throws Exception {
        start(mqtt5);
        broker.connect();
        transport.publish(message("p", 2), "message");
        int id = broker.await(PUBLISH);
        broker.answer(PUBREC, id);
        for (int end = 0; end < 3; end++) {
            assertThat(broker.await(PUBREL)).isEqualTo(id);
            broker.end();

            assertThat(transport.unanswered()).isEmpty();
            assertThat(transport.forget(message -> true)).isEmpty();
            broker.connect();
        }
        broker.await(PUBREL);
        broker.answer(PUBCOMP, id);
        assertThat(RawBroker.next(broker.acknowledged)).isEqualTo("message");
    }

    /** There may be one more under way for each PUBREL that is sent again. */
    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {false, true})
    void unansweredIsWhatWasPublishedOnThisConnectionAlone(boolean mqtt5) throws Exception {
        start(mqtt5);
        broker.connect();
        transport.publish(message("1", 2), "first");
        broker.answer(PUBREC, broker.await(PUBLISH));
        broker.await(PUBREL);
        broker.end();
        broker.connect();
        broker.await(PUBREL);
        transport.publish(message("2", 1), "second");
        broker.await(PUBLISH);
        broker.end();
        assertThat(transport.unanswered()).containsExactly("second");

        broker.connect();
        broker.await(PUBREL);
        broker.await(PUBLISH);
        broker.end();
        assertThat(transport.unanswered()).containsExactly("second");
    }

    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {false, true})
    void whatIsNotReleasedIsForgottenAndNotSentAgain(boolean mqtt5) throws Exception {
        start(mqtt5);
        broker.connect();
        transport.publish(message("1", 2), "first");
        transport.publish(message("2", 1), "second");
        broker.await(PUBLISH);
        int second = broker.await(PUBLISH);
        broker.end();

        assertThat(transport.unanswered()).containsExactlyInAnyOrder("first", "second");
        assertThat(transport.forget("first"::equals)).containsExactly("first");
        broker.connect();
        assertThat(transport.unanswered()).hasSizeLessThan(2);
        byte[] again = broker.awaitPacket(PUBLISH);
        assertThat(RawBroker.id(again)).isEqualTo(second);
        assertThat(again[0] & 8).as("DUP").isNotZero();
        broker.answer(PUBACK, second);
        assertThat(RawBroker.next(broker.acknowledged)).isEqualTo("second");
    }

    /** Who waits for an answer is told at once that none will come, and has not to wait for the limit. */
    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {false, true})
    void whoWaitsIsToldOfTheEnd(boolean mqtt5) throws Exception {
        start(mqtt5);
        broker.connect();
        Transport.Receipt status = transport.publish(message("online", 1), null);
        Transport.Receipt announcement = transport.publish(message("{}", 1), "announcement");
        broker.await(PUBLISH);
        broker.end();

        for (Transport.Receipt receipt : List.of(status, announcement)) {
            assertThatThrownBy(() -> receipt.await(Duration.ofDays(1))).isInstanceOf(TransportException.class);
        }
        broker.connect();
        assertThat(new String(broker.awaitPacket(PUBLISH), UTF_8)).endsWith("{}");
    }

    /** A device that stops while it connects must not be there afterwards. */
    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {false, true})
    void thereIsNoConnectionAfterItIsClosed(boolean mqtt5) throws Exception {
        start(mqtt5);
        broker.connect();
        transport.close();

        assertThat(transport.isConnected()).isFalse();
        assertThatThrownBy(() -> transport.connect(SocketFactory.getDefault(), 10))
                .isInstanceOf(TransportException.class)
                .hasMessage("the device is leaving");
    }

    /** One that is still writing when its connection has ended. */
    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {false, true})
    void aThreadOfTheLastConnectionDoesNotEndTheNext(boolean mqtt5) throws Exception {
        start(mqtt5);
        HeldSockets held = new HeldSockets(PUBACK);
        broker.sockets(held);
        broker.connect();
        broker.send(Wire.publish("t".getBytes(UTF_8), 1, 7, mqtt5 ? new byte[0] : null, "p".getBytes(UTF_8)));
        transport.acknowledge(RawBroker.next(broker.received));
        assertThat(held.writing.await(20, TimeUnit.SECONDS)).isTrue();
        broker.end();

        broker.sockets(SocketFactory.getDefault());
        broker.connect();
        held.goOn.countDown();
        for (int i = 0; i < 200; i++) {
            transport.publish(message("p", 1), i);
            broker.answer(PUBACK, broker.await(PUBLISH));
            assertThat(RawBroker.next(broker.acknowledged)).isEqualTo(i);
        }
        assertThat(broker.ends).isEmpty();
    }

    /** Whichever comes first, the acknowledgement or the end, each is told, and once. */
    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {false, true})
    void anAcknowledgementAtTheEndOfTheConnectionIsToldBeforeTheNext(boolean mqtt5) throws Exception {
        start(mqtt5);
        for (int round = 0; round < 50; round++) {
            broker.connect();
            transport.publish(message("p", 1), round);
            broker.answer(PUBACK, broker.await(PUBLISH));
            broker.end();

            assertThat(broker.acknowledged).containsExactly(round);
            broker.acknowledged.clear();
        }
    }
}
