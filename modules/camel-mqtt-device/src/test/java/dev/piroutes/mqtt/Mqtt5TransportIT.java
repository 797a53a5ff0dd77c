package dev.piroutes.mqtt;

import static dev.piroutes.mqtt.RawBroker.DISCONNECT;
import static dev.piroutes.mqtt.RawBroker.PINGREQ;
import static dev.piroutes.mqtt.RawBroker.PUBACK;
import static dev.piroutes.mqtt.RawBroker.PUBCOMP;
import static dev.piroutes.mqtt.RawBroker.PUBLISH;
import static dev.piroutes.mqtt.RawBroker.PUBREC;
import static dev.piroutes.mqtt.RawBroker.PUBREL;
import static dev.piroutes.mqtt.RawBroker.SUBSCRIBE;
import static dev.piroutes.mqtt.RawBroker.id;
import static dev.piroutes.mqtt.RawBroker.next;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is of MQTT 5 alone, packet by packet. */
@Timeout(60)
class Mqtt5TransportIT {

    private static final String EMOJI = "a/\uD83D\uDE00";
    private static final byte[] TAKEN = connack(0, new PacketBytes());

    private RawBroker broker;
    private Transport transport;

    @BeforeEach
    void start() throws Exception {
        broker = new RawBroker(true);
        transport = broker.transport();
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    private static byte[] connack(int code, PacketBytes properties) {
        byte[] bytes = properties.toByteArray();
        return new PacketBytes()
                .u8(0)
                .u8(code)
                .length(bytes.length)
                .raw(bytes, 0, bytes.length)
                .packet(0x20, 0);
    }

    private static byte[] answer(int type, int id, int code, String reason) {
        byte[] text = reason.getBytes(UTF_8);
        return new PacketBytes()
                .u16(id)
                .u8(code)
                .length(text.length + 3)
                .u8(0x1f)
                .string(text)
                .packet(type << 4, 0);
    }

    private static Publication message(String payload, int qos) {
        return new Publication("t", payload.getBytes(UTF_8), qos, false);
    }

    @Test
    void asksForASessionThatIsKept() throws Exception {
        assertThat(hex(broker.connect(10, TAKEN))).endsWith("05 00 00 1e 05 11 ff ff ff ff 00 03 4c 65 64");

        transport = broker.transport(Duration.ofSeconds(60), new Mqtt5Options(Duration.ofDays(7), false, false));
        assertThat(hex(broker.connect(10, TAKEN))).endsWith("05 00 00 3c 05 11 00 09 3a 80 00 03 4c 65 64");
    }

    private static String hex(byte[] bytes) {
        return java.util.HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    @Test
    void noMoreAreUnderWayThanTheBrokerTakesNeitherNewNorAgain() throws Exception {
        byte[] two = connack(0, new PacketBytes().u8(0x21).u16(2));
        broker.connect(10, two);
        for (int i = 1; i <= 4; i++) {
            transport.publish(message("" + i, 1), i);
        }
        int first = broker.await(PUBLISH);
        broker.await(PUBLISH);
        broker.answer(PUBACK, first);
        broker.await(PUBLISH);
        // The sentinel: a fourth would come before it.
        transport.publish(message("sentinel", 0), null);
        assertThat(new String(broker.awaitPacket(PUBLISH), UTF_8)).endsWith("sentinel");
        broker.end();

        broker.connect(10, connack(0, new PacketBytes().u8(0x21).u16(1)));
        int again = broker.await(PUBLISH);
        transport.publish(message("sentinel", 0), null);
        assertThat(new String(broker.awaitPacket(PUBLISH), UTF_8)).endsWith("sentinel");
        broker.answer(PUBACK, again);
        assertThat(new String(broker.awaitPacket(PUBLISH), UTF_8)).endsWith("3");
    }

    @Test
    void whatTheBrokerDoesNotTakeIsToldWithItsReason() throws Exception {
        broker.connect();
        transport.publish(message("1", 1), "first");
        transport.publish(message("2", 2), "second");
        Transport.Receipt third = transport.publish(message("3", 1), null);
        broker.send(answer(PUBACK, broker.await(PUBLISH), 0x87, "no rights"));
        broker.send(answer(PUBREC, broker.await(PUBLISH), 0x99, ""));
        broker.send(answer(PUBACK, broker.await(PUBLISH), 0x97, ""));

        assertThat(next(broker.refused)).isEqualTo("first: not authorized (0x87: no rights)");
        assertThat(next(broker.refused)).isEqualTo("second: payload format invalid (0x99), for good");
        assertThatThrownBy(() -> third.await(Duration.ofSeconds(20)))
                .isInstanceOf(TransportException.class)
                .hasMessage("quota exceeded (0x97)");
        broker.end();
        broker.connect();
        transport.publish(message("4", 1), "fourth");
        assertThat(new String(broker.awaitPacket(PUBLISH), UTF_8)).endsWith("4");
        assertThat(broker.acknowledged).isEmpty();
    }

    /** What the broker knows of no more is sent as new. */
    @Test
    void aSessionThatIsGoneKnowsOfNoDuplicate() throws Exception {
        broker.connect(10, TAKEN);
        transport.publish(message("1", 1), "first");
        broker.await(PUBLISH);
        broker.end();
        broker.connect(10, TAKEN);

        assertThat(broker.awaitPacket(PUBLISH)[0] & 8).as("DUP").isZero();
    }

    /** Until then the broker has it, and sends it again to a program that has started anew. */
    @Test
    void aMessageOfQos2IsTheBrokersUntilItIsHandled() throws Exception {
        broker.connect();
        broker.send(Wire.publish("t".getBytes(UTF_8), 2, 9, new byte[0], "p".getBytes(UTF_8)));
        ReceivedMessage message = next(broker.received);
        // The sentinel: a PUBREC would come before it.
        transport.publish(message("sentinel", 0), null);
        broker.awaitPacket(PUBLISH);

        transport.acknowledge(message);
        assertThat(broker.await(PUBREC)).isEqualTo(9);
        broker.answer(PUBREL, 9);
        assertThat(broker.await(PUBCOMP)).isEqualTo(9);
    }

    @Test
    void propertiesGoBothWays() throws Exception {
        MessageProperties all = new MessageProperties(
                true,
                60L,
                "text/plain",
                EMOJI,
                new byte[] {0, -1},
                List.of(new UserProperty("k", EMOJI), new UserProperty("k", "2")));
        broker.connect();
        transport.publish(new Publication(EMOJI, "p".getBytes(UTF_8), 1, true, all), "context");
        byte[] packet = broker.awaitPacket(PUBLISH);

        int rest = packet.length - 1;
        byte[] back = new PacketBytes().raw(packet, 1, packet.length).packet(packet[0] & 0xff, 0);
        assertThat(back).hasSize(rest + 2);
        broker.send(back);
        ReceivedMessage message = next(broker.received);
        assertThat(message.topic()).isEqualTo(EMOJI);
        assertThat(message.payload()).isEqualTo("p".getBytes(UTF_8));
        assertThat(message.retained()).isTrue();
        assertThat(message.packetId()).isEqualTo(id(packet));
        assertThat(message.properties()).usingRecursiveComparison().isEqualTo(all);
    }

    @Test
    void whatCannotBeHandedOnIsSaid() throws Exception {
        broker.connect();
        broker.send(Wire.publish("a/#".getBytes(UTF_8), 1, 9, new byte[0], "p".getBytes(UTF_8)));

        assertThat(next(broker.discarded)).startsWith("the topic \"a/#\" of a message has a wildcard");
    }

    @Test
    void aSubscriptionCanLeaveOutWhatTheDevicePublishesItself() throws Exception {
        transport = broker.transport(Duration.ofSeconds(30), new Mqtt5Options(null, true, false));
        broker.connect();
        CompletableFuture<Map<String, Integer>> granted = new CompletableFuture<>();
        Map<String, Integer> filters = new LinkedHashMap<>();
        filters.put("a/#", 1);
        filters.put("$share/g/b", 2);
        Thread subscribing = new Thread(() -> {
            try {
                granted.complete(transport.subscribe(filters));
            } catch (TransportException e) {
                granted.completeExceptionally(e);
            }
        });
        subscribing.start();
        byte[] packet = broker.awaitPacket(SUBSCRIBE);
        broker.send(new byte[] {(byte) 0x90, 5, packet[1], packet[2], 0, 1, (byte) 0x8f});

        assertThat(packet[9]).isEqualTo((byte) 5);
        assertThat(packet[packet.length - 1]).isEqualTo((byte) 2);
        assertThat(granted.join()).containsEntry("a/#", 1).containsEntry("$share/g/b", 0x8f);
    }

    @ParameterizedTest
    @CsvSource({
        "134, BAD_CREDENTIALS, bad user name or password (0x86)",
        "135, NOT_PERMITTED, not authorized (0x87)",
        "133, BAD_CLIENT_ID, client id not valid (0x85)",
        "132, OTHER_PROTOCOL, protocol version not supported (0x84)",
        "137, REFUSED, server busy (0x89)"
    })
    void whyTheBrokerDoesNotTakeTheConnection(int code, ConnectOutcome reason, String words) {
        assertThatThrownBy(() -> broker.connect(10, connack(code, new PacketBytes())))
                .isInstanceOfSatisfying(
                        TransportException.class, e -> assertThat(e.outcome()).isEqualTo(reason))
                .hasMessage(words);
    }

    /** Such a broker answers as 3.1.1 has it. */
    @Test
    void aBrokerThatKnowsOnlyOlderVersions() {
        assertThatThrownBy(() -> broker.connect(10, new byte[] {0x20, 2, 0, 1}))
                .isInstanceOfSatisfying(TransportException.class, e -> assertThat(e.outcome())
                        .isEqualTo(ConnectOutcome.OTHER_PROTOCOL));
    }

    @Test
    void aBrokerThatDisconnectsSaysWhy() throws Exception {
        broker.connect();
        broker.send(new byte[] {(byte) 0xe0, 1, (byte) 0x8e});

        assertThat(next(broker.ends))
                .hasMessage("the broker disconnects: session taken over: another client uses this client id (0x8e)");
        assertThat(transport.isConnected()).isFalse();
    }

    @Test
    void theBrokerSaysHowOftenItWantsToHearOfADeviceWhichSeesThatItIsGone() throws Exception {
        broker.connect(10, connack(0, new PacketBytes().u8(0x13).u16(1)));
        broker.awaitPacket(PINGREQ);
        broker.send(new byte[] {(byte) 0xd0, 0});
        broker.awaitPacket(PINGREQ);

        assertThat(next(broker.ends)).hasMessage("Timed out waiting for a response from the server");
    }

    @Test
    void takesLeave() throws Exception {
        broker.connect();
        Thread leaving = new Thread(() -> {
            try {
                transport.disconnect();
            } catch (TransportException e) {
                throw new IllegalStateException(e);
            }
        });
        leaving.start();
        broker.awaitPacket(DISCONNECT);
        leaving.join();
        assertThat(transport.isConnected()).isFalse();
        assertThat(broker.ends).isEmpty();
    }

    @Test
    void knowsTheLargestPacketThatTheBrokerTakes() throws Exception {
        broker.connect(10, connack(0, new PacketBytes().u8(0x27).u32(2000)));
        assertThat(transport.takes().packetSize()).isEqualTo(2000);
        broker.end();
        broker.connect();
        assertThat(transport.takes().packetSize()).isEqualTo(PublishRules.LARGEST_PACKET);
    }

    /** As Paho does: it is better than to have a connection ended for it. */
    @Test
    void sendsNothingThatTheBrokerDoesNotKnow() throws Exception {
        broker.connect(10, connack(0, new PacketBytes().u8(0x24).u8(1).u8(0x25).u8(0)));
        transport.publish(new Publication("t", new byte[0], 2, true), "context");

        assertThat(broker.awaitPacket(PUBLISH)[0]).isEqualTo((byte) 0x32);
    }

    /** Nothing answers it: it is done when it is sent, and nothing waits for its turn behind it. */
    @Test
    void aBrokerThatTakesNoMoreThanQos0GetsAllWithThat() throws Exception {
        broker.connect(1, connack(0, new PacketBytes().u8(0x24).u8(0)));
        transport.publish(message("1", 2), "first");
        Transport.Receipt second = transport.publish(message("2", 1), null);

        assertThat(broker.awaitPacket(PUBLISH)[0]).isEqualTo((byte) 0x30);
        assertThat(broker.awaitPacket(PUBLISH)[0]).isEqualTo((byte) 0x30);
        assertThat(next(broker.acknowledged)).isEqualTo("first");
        second.await(Duration.ofSeconds(20));
        assertThat(transport.unanswered()).isEmpty();
    }
}
