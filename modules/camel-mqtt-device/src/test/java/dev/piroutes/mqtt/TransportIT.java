package dev.piroutes.mqtt;

import static dev.piroutes.mqtt.RawBroker.PUBACK;
import static dev.piroutes.mqtt.RawBroker.PUBCOMP;
import static dev.piroutes.mqtt.RawBroker.PUBLISH;
import static dev.piroutes.mqtt.RawBroker.PUBREC;
import static dev.piroutes.mqtt.RawBroker.PUBREL;
import static dev.piroutes.mqtt.RawBroker.SUBSCRIBE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @ParameterizedTest
    @CsvSource({
        "1, REFUSED, protocol version not supported (0x84)",
        "2, BAD_CLIENT_ID, client id not valid (0x85)",
        "3, REFUSED, server unavailable (0x88)",
        "4, BAD_CREDENTIALS, bad user name or password (0x86)",
        "5, NOT_PERMITTED, not authorized (0x87)"
    })
    void whyABrokerOf311DoesNotTakeTheConnection(int code, ConnectOutcome outcome, String words) throws Exception {
        start(false);
        assertThatThrownBy(() -> broker.connect(10, new byte[] {0x20, 2, 0, (byte) code}))
                .isInstanceOfSatisfying(
                        TransportException.class, e -> assertThat(e.outcome()).isEqualTo(outcome))
                .hasMessage(words);
    }

    /** The broker may still know those of a process that was killed. */
    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {false, true})
    void eachProcessHasPacketIdsOfItsOwn(boolean mqtt5) throws Exception {
        start(mqtt5);
        Set<Integer> ids = new HashSet<>();
        for (int process = 0; process < 5; process++) {
            transport = broker.transport(Duration.ofSeconds(30));
            broker.connect();
            transport.publish(message("p", 2), "message");
            ids.add(broker.await(PUBLISH));
            transport.close();
        }
        assertThat(ids).hasSizeGreaterThan(1).allMatch(id -> id > 1000);
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
        assertThatThrownBy(() -> transport.connect(null, 10))
                .isInstanceOf(TransportException.class)
                .hasMessage("the device is leaving");
    }

    /** One that is still writing when its connection has ended. */
    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {false, true})
    void aThreadOfTheLastConnectionDoesNotEndTheNext(boolean mqtt5) throws Exception {
        start(mqtt5);
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        broker.networks((address, tls) -> new HeldNetwork(new SocketNetwork(address, tls), PUBACK, writing, goOn));
        broker.connect();
        broker.send(Wire.publish("t".getBytes(UTF_8), 1, 7, mqtt5 ? new byte[0] : null, "p".getBytes(UTF_8)));
        transport.acknowledge(RawBroker.next(broker.received));
        assertThat(writing.await(20, TimeUnit.SECONDS)).isTrue();
        broker.end();

        broker.networks(SocketNetwork::new);
        broker.connect();
        goOn.countDown();
        for (int i = 0; i < 200; i++) {
            transport.publish(message("p", 1), i);
            broker.answer(PUBACK, broker.await(PUBLISH));
            assertThat(RawBroker.next(broker.acknowledged)).isEqualTo(i);
        }
        assertThat(broker.ends).isEmpty();
    }

    /** What the last connection has read would be taken for the next one's: its packet ids are other messages' there. */
    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {false, true})
    void nothingComesOfAConnectionThatWasGivenUp(boolean mqtt5) throws Exception {
        start(mqtt5);
        CountDownLatch goOn = broker.holdReceived();
        broker.connect();
        byte[] properties = mqtt5 ? new byte[0] : null;
        broker.send(Wire.join(
                Wire.publish("t".getBytes(UTF_8), 1, 7, properties, "1".getBytes(UTF_8)),
                Wire.publish("t".getBytes(UTF_8), 1, 8, properties, "2".getBytes(UTF_8))));
        assertThat(RawBroker.next(broker.received).packetId()).isEqualTo(7);
        transport.abort();
        goOn.countDown();

        broker.connect();
        broker.send(Wire.publish("t".getBytes(UTF_8), 1, 9, properties, "3".getBytes(UTF_8)));
        assertThat(RawBroker.next(broker.received).packetId()).isEqualTo(9);
    }

    /** As one whose process is stopped, or whose disk is full. */
    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {false, true})
    void aBrokerThatReadsNothingIsNoticed(boolean mqtt5) throws Exception {
        start(mqtt5);
        transport = broker.transport(Duration.ofSeconds(1));
        broker.connect();
        transport.publish(new Publication("t", new byte[20_000_000], 0, false), null);

        assertThat(RawBroker.next(broker.ends)).hasMessage(MqttLink.SILENT);
        broker.connect();
        transport.publish(message("p", 1), "next");
        broker.answer(PUBACK, broker.await(PUBLISH));
        assertThat(RawBroker.next(broker.acknowledged)).isEqualTo("next");
    }

    /** The keep-alive is of a connection that there is. */
    @Tag("full")
    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {false, true})
    void aBrokerMayTakeItsTimeToTakeTheConnection(boolean mqtt5) throws Exception {
        start(mqtt5);
        transport = broker.transport(Duration.ofSeconds(1));
        broker.connectAfter(Duration.ofMillis(2500));
        assertThat(transport.isConnected()).isTrue();
    }

    @ParameterizedTest(name = "MQTT 5: {0}")
    @ValueSource(booleans = {false, true})
    void aSubscriptionThatIsNotAnsweredInFullIsNone(boolean mqtt5) throws Exception {
        start(mqtt5);
        broker.connect();
        CompletableFuture<Object> granted = new CompletableFuture<>();
        Thread subscribing = new Thread(() -> {
            try {
                granted.complete(transport.subscribe(Map.of("a", 1, "b", 1)));
            } catch (TransportException e) {
                granted.complete(e);
            }
        });
        subscribing.start();
        int id = broker.await(SUBSCRIBE);
        PacketBytes answer = new PacketBytes().u16(id);
        broker.send((mqtt5 ? answer.u8(0) : answer).u8(1).packet(0x90, 0));
        assertThat(granted.get(20, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        TransportException.class, e -> assertThat(e).hasMessage("a malformed SUBACK"));
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
