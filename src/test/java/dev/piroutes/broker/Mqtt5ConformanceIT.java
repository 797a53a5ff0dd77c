package dev.piroutes.broker;

import static dev.piroutes.broker.Properties5.ASSIGNED_CLIENT_ID;
import static dev.piroutes.broker.Properties5.CONTENT_TYPE;
import static dev.piroutes.broker.Properties5.CORRELATION_DATA;
import static dev.piroutes.broker.Properties5.MAXIMUM_PACKET_SIZE;
import static dev.piroutes.broker.Properties5.MESSAGE_EXPIRY;
import static dev.piroutes.broker.Properties5.PAYLOAD_FORMAT;
import static dev.piroutes.broker.Properties5.RECEIVE_MAXIMUM;
import static dev.piroutes.broker.Properties5.RESPONSE_TOPIC;
import static dev.piroutes.broker.Properties5.SERVER_KEEP_ALIVE;
import static dev.piroutes.broker.Properties5.SESSION_EXPIRY;
import static dev.piroutes.broker.Properties5.SUBSCRIPTION_ID;
import static dev.piroutes.broker.Properties5.TOPIC_ALIAS;
import static dev.piroutes.broker.Properties5.TOPIC_ALIAS_MAXIMUM;
import static dev.piroutes.broker.Properties5.USER;
import static dev.piroutes.broker.Properties5.WILL_DELAY;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.piroutes.broker.WireClient.Connack;
import dev.piroutes.broker.WireClient.Connect;
import dev.piroutes.broker.WireClient.Publish;
import dev.piroutes.broker.WireClient.Will;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What MQTT 5 demands of a server beyond MQTT 3.1.1, section by section. Malformed packets have {@link MalformedPacketsIT},
 * retained messages {@link RetainedIT}, Retain As Published {@link RetainAsPublishedIT}.
 */
@Timeout(60)
class Mqtt5ConformanceIT extends ConformanceCase {
    private static final int NO_LOCAL = 4;
    private static final int RETAIN_AS_PUBLISHED = 8;

    Mqtt5ConformanceIT() {
        super(5);
    }

    private static Properties5 with() {
        return new Properties5();
    }

    private Connect keeping(String client) {
        Connect hello = hello(client);
        return new Connect(hello.clientId(), false, 60, null, with().u32(SESSION_EXPIRY, 60));
    }

    /** 3.1.3.1, 3.2.2.3.7. */
    @Test
    void aClientWithoutAnIdIsToldTheOneThatItGets() {
        Connack one = connection().connect(new Connect("", true));
        Connack two = connection().connect(new Connect("", true));
        assertThat(one.properties().get(ASSIGNED_CLIENT_ID)).hasSize(1);
        assertThat(two.properties().get(ASSIGNED_CLIENT_ID))
                .hasSize(1)
                .isNotEqualTo(one.properties().get(ASSIGNED_CLIENT_ID));
        assertThat(connection().connect(hello("a")).properties()).doesNotContainKey(ASSIGNED_CLIENT_ID);
    }

    /** 3.2.2.3.14: whoever asks for more, or for no end at all, is told the server's. */
    @ParameterizedTest
    @CsvSource({"0, 600", "601, 600", "65535, 600", "600,", "60,"})
    void aKeepAliveThatIsTooLongIsReplaced(int asked, Integer told) {
        Map<Integer, List<Object>> properties =
                connection().connect(hello("a").keepAlive(asked)).properties();
        assertThat(properties.get(SERVER_KEEP_ALIVE)).isEqualTo(told == null ? null : List.of(told));
    }

    /** [MQTT-3.1.2-22]. */
    @Test
    void silenceBeyondTheKeepAliveEndsTheConnection() {
        assertThat(open(hello("a").keepAlive(1)).closedByBroker()).isTrue();
    }

    /** 3.1.2.11.2, 3.1.2.4: without an expiry the session ends with the connection. */
    @Test
    void aSessionWithoutExpiryEndsWithItsConnection() {
        Connect zero = new Connect(hello("a").clientId(), false);
        connection().connect(zero);
        assertThat(connection().connect(zero).sessionPresent()).as("taken over").isFalse();
        open(keeping("a")).disconnect();
        assertThat(connection().connect(keeping("a")).sessionPresent()).isTrue();
        assertThat(connection().connect(hello("a")).sessionPresent())
                .as("clean start")
                .isFalse();
    }

    /** 3.1.2.11.2: the expiry counts from the end of the connection. */
    @Test
    void aSessionExpires() {
        Connect second = new Connect(hello("a").clientId(), false).expiry(1);
        WireClient watcher = open("watcher");
        watcher.subscribe(own("/will"), 1);
        // The end of the session shows by a will that would come much later.
        open(second.will(new Will(own("/will"), "over", 1, false, with().u32(WILL_DELAY, 60))))
                .cut();
        assertThat(watcher.receive().payload()).isEqualTo("over");
        assertThat(connection().connect(second).sessionPresent()).isFalse();
    }

    /** 3.14.2.2.2: the DISCONNECT has the last word. */
    @Test
    void aDisconnectCanEndTheSession() {
        open(keeping("a")).disconnect(0, with().u32(SESSION_EXPIRY, 0));
        assertThat(connection().connect(keeping("a")).sessionPresent()).isFalse();
    }

    /** 3.14.2.2.2: from no session to one is a protocol error, and so no DISCONNECT that would keep the will back. */
    @Test
    void aDisconnectCannotBeginASession() {
        WireClient watcher = open("watcher");
        watcher.subscribe(own("/will"), 1);
        WireClient client = open(hello("a").will(new Will(own("/will"), "gone", 1, false, with())));
        client.send(0xe0, WireClient.bytes(o -> {
            o.writeByte(0);
            with().u32(SESSION_EXPIRY, 60).write(o);
        }));
        assertThat(client.awaitDisconnect()).isEqualTo(0x82);
        assertThat(client.closedByBroker()).isTrue();
        assertThat(watcher.receive().payload()).isEqualTo("gone");
        assertThat(connection().connect(keeping("a")).sessionPresent()).isFalse();
    }

    /** 3.1.4: 0x8e, Session taken over. */
    @Test
    void whoIsThrownOffIsToldWhy() {
        WireClient first = open("a");
        open("a").ping();
        assertThat(first.awaitDisconnect()).isEqualTo(0x8e);
        assertThat(first.closedByBroker()).isTrue();
    }

    /** [MQTT-3.3.4-9]: no more unacknowledged messages than the client has room for. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theReceiveMaximumHolds(int qos) {
        WireClient subscriber = open(hello("sub").properties(with().u16(RECEIVE_MAXIMUM, 2)));
        subscriber.subscribe(own("/t"), qos);
        subscriber.subscribe(own("/end"), 0);
        WireClient publisher = open("pub");
        for (int i = 1; i <= 4; i++) {
            publisher.publish(false, qos, false, own("/t"), i, "" + i);
        }
        List<Publish> first = subscriber.receive(2);
        // The sentinel: what asks for no acknowledgement has always room.
        publisher.publish(false, 0, false, own("/end"), 0, "end");
        assertThat(subscriber.receive().payload()).isEqualTo("end");
        assertThat(subscriber.arrived()).isEmpty();
        if (qos == 1) {
            first.forEach(publish -> subscriber.puback(publish.id()));
            assertThat(subscriber.receive(2)).extracting(Publish::payload).containsExactly("3", "4");
        }
    }

    /** 3.1.2.11.3: 0 is a protocol error, after which 4.13.1 lets a server close without an answer. */
    @Test
    void aReceiveMaximumOfNothingIsAnError() {
        WireClient client = connection();
        client.send(0x10, WireClient.bytes(o -> {
            o.writeUTF("MQTT");
            o.write(new byte[] {5, 2, 0, 60});
            with().u16(RECEIVE_MAXIMUM, 0).write(o);
            o.writeUTF(own("a"));
        }));
        assertThat(client.closedByBroker()).isTrue();
    }

    /** 3.1.2.11.4: what is too large for the client is dropped, as if it had been delivered. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void whatIsTooLargeForTheClientIsNotSent(int qos) {
        WireClient subscriber = open(hello("sub").properties(with().u32(MAXIMUM_PACKET_SIZE, 200)));
        subscriber.subscribe(own("/t"), qos);
        WireClient publisher = open("pub");
        publisher.publish(false, qos, false, own("/t"), 1, "x".repeat(300));
        publisher.publish(false, qos, false, own("/t"), 2, "end");
        assertThat(subscriber.receive().payload()).isEqualTo("end");
    }

    /** 3.3.2.3.4: a topic alias counts on its own connection only, and not beyond what the receiver allows. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10})
    void topicAliasesAreEachConnectionsOwn(int allowed) {
        WireClient subscriber = open(hello("sub").properties(with().u16(TOPIC_ALIAS_MAXIMUM, allowed)));
        subscriber.subscribe(own("/#"), 0);
        WireClient publisher = open("pub");
        publisher.publish(false, 0, false, own("/a"), 0, "1", with().u16(TOPIC_ALIAS, 7));
        publisher.publish(false, 0, false, "", 0, "2", with().u16(TOPIC_ALIAS, 7));
        publisher.publish(false, 0, false, own("/b"), 0, "3", with().u16(TOPIC_ALIAS, 7));
        publisher.publish(false, 0, false, "", 0, "4", with().u16(TOPIC_ALIAS, 7));
        Map<Integer, String> aliases = new HashMap<>();
        List<String> received = new ArrayList<>();
        for (Publish publish : subscriber.receive(4)) {
            received.add(topic(publish, aliases) + " " + publish.payload());
        }
        assertThat(received).containsExactly(own("/a 1"), own("/a 2"), own("/b 3"), own("/b 4"));
        assertThat(aliases.keySet()).allMatch(alias -> alias >= 1 && alias <= allowed);
    }

    private static String topic(Publish publish, Map<Integer, String> aliases) {
        List<Object> alias = publish.properties().get(TOPIC_ALIAS);
        if (alias == null) {
            return publish.topic();
        }
        if (!publish.topic().isEmpty()) {
            aliases.put((Integer) alias.get(0), publish.topic());
        }
        return aliases.get(alias.get(0));
    }

    /** 3.3.2.3.2, 3.3.2.3.5 to 3.3.2.3.7, 3.3.2.3.9: request and response, unaltered and in order. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void propertiesPassUnaltered(int qos) {
        WireClient subscriber = open("sub");
        subscriber.subscribe(own("/t"), qos);
        open("pub")
                .publish(
                        false,
                        qos,
                        false,
                        own("/t"),
                        1,
                        "m",
                        with().u8(PAYLOAD_FORMAT, 1)
                                .text(CONTENT_TYPE, "text/plain")
                                .text(RESPONSE_TOPIC, own("/answer.1"))
                                .text(CORRELATION_DATA, "42")
                                .user("b", "1")
                                .user("a", "ü")
                                .user("b", "1"));
        assertThat(subscriber.receive().properties())
                .containsOnly(
                        Map.entry(PAYLOAD_FORMAT, List.of(1)),
                        Map.entry(CONTENT_TYPE, List.of("text/plain")),
                        Map.entry(RESPONSE_TOPIC, List.of(own("/answer.1"))),
                        Map.entry(CORRELATION_DATA, List.of("42")),
                        Map.entry(USER, List.of("b=1", "a=ü", "b=1")));
    }

    /** The same of a retained message, and of a will (3.1.3.2). */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void propertiesOfWhatIsRetainedPass(boolean will) {
        Properties5 properties =
                with().u8(PAYLOAD_FORMAT, 1).text(CONTENT_TYPE, "text/plain").user("a", "1");
        if (will) {
            WireClient watcher = open("watcher");
            watcher.subscribe(own("/t"), 0);
            open(hello("pub").will(new Will(own("/t"), "m", 1, true, properties)))
                    .cut();
            assertThat(watcher.receive().payload()).isEqualTo("m");
        } else {
            WireClient publisher = open("pub");
            publisher.publish(false, 1, true, own("/t"), 1, "m", properties);
            publisher.awaitPuback(1);
        }
        WireClient subscriber = open("sub");
        subscriber.subscribe(own("/t"), 0);
        assertThat(subscriber.receive().properties())
                .containsOnly(
                        Map.entry(PAYLOAD_FORMAT, List.of(1)),
                        Map.entry(CONTENT_TYPE, List.of("text/plain")),
                        Map.entry(USER, List.of("a=1")));
    }

    /** 3.3.2.3.3: what is too old is not delivered, and what is not yet says how long it has left. */
    @Test
    void aMessageExpires() {
        open(keeping("sub")).subscribe(own("/t"), 1);
        open(keeping("sub")).disconnect();
        WireClient publisher = open("pub");
        publisher.publish(false, 1, false, own("/t"), 1, "short", with().u32(MESSAGE_EXPIRY, 1));
        publisher.awaitPuback(1);
        long before = System.nanoTime();
        publisher.publish(false, 1, false, own("/t"), 2, "long", with().u32(MESSAGE_EXPIRY, 100));
        publisher.awaitPuback(2);
        long after = System.nanoTime();
        // A retained message that is younger, and lives as long: when it is gone, so is the short one.
        publisher.publish(false, 1, true, own("/probe"), 3, "probe", with().u32(MESSAGE_EXPIRY, 1));
        publisher.awaitPuback(3);
        await().atMost(20, SECONDS).until(() -> {
            WireClient looking = open("probe");
            looking.subscribe(own("/probe"), 0);
            publisher.publishAcked(own("/probe"), 4, "end");
            return looking.receive().payload().equals("end");
        });
        long waited = NANOSECONDS.toSeconds(System.nanoTime() - after);
        Publish received = open(keeping("sub")).receive();
        assertThat(received.payload()).isEqualTo("long");
        assertThat(waited).isPositive();
        assertThat((Long) received.properties().get(MESSAGE_EXPIRY).get(0))
                .isBetween(99 - NANOSECONDS.toSeconds(System.nanoTime() - before), 100 - waited);
    }

    /** 3.3.2.3.3: 32 bits of seconds, where 24.8 days are 32 bits of milliseconds. */
    @ParameterizedTest
    @ValueSource(longs = {3_600, 2_147_484, 2_592_000, 3_000_000, 5_000_000, 2_147_483_648L, 4_294_967_295L})
    void aMessageExpiryHoldsOverItsWholeRange(long seconds) {
        WireClient subscriber = open("sub");
        subscriber.subscribe(own("/t"), 1);
        WireClient publisher = open("pub");
        for (boolean retained : List.of(false, true)) {
            publisher.publish(false, 1, retained, own("/t"), 1, "m", with().u32(MESSAGE_EXPIRY, seconds));
            publisher.awaitPuback(1);
            Publish received = subscriber.receive();
            subscriber.puback(received.id());
            assertThat((Long) received.properties().get(MESSAGE_EXPIRY).get(0)).isBetween(seconds - 60, seconds);
        }
        WireClient late = open("late");
        late.subscribe(own("/t"), 1);
        assertThat((Long) late.receive().properties().get(MESSAGE_EXPIRY).get(0))
                .as("retained")
                .isBetween(seconds - 60, seconds);
    }

    /** 3.8.3.1, No Local. */
    @Test
    void noLocalKeepsOnesOwnAway() {
        WireClient client = open("a");
        client.subscribe(own("/t"), NO_LOCAL);
        client.publish(false, 0, false, own("/t"), 0, "own");
        open("b").publish(false, 0, false, own("/t"), 0, "other's");
        assertThat(client.receive().payload()).isEqualTo("other's");
    }

    /** [MQTT-3.8.3-4]. */
    @Test
    void noLocalOfASharedSubscriptionIsAnError() {
        WireClient client = open("a");
        client.send(0x82, WireClient.bytes(o -> {
            o.writeShort(1);
            o.writeByte(0);
            o.writeUTF("$share/g/" + own("/t"));
            o.writeByte(NO_LOCAL);
        }));
        assertThat(client.awaitDisconnect()).isEqualTo(0x82);
    }

    /** 3.8.3.1, Retain Handling: 0 each time, 1 if the subscription is new, 2 never. */
    @ParameterizedTest
    @CsvSource({"0, true, true", "16, true, false", "32, false, false"})
    void retainHandling(int handling, boolean atFirst, boolean again) {
        WireClient publisher = open("pub");
        publisher.retain(own("/t"), "kept");
        WireClient subscriber = open("sub");
        List<String> expected = new ArrayList<>();
        for (boolean comes : List.of(atFirst, again)) {
            subscriber.subscribe(own("/t"), handling);
            publisher.publishAcked(own("/t"), 2, "end");
            if (comes) {
                expected.add("/t kept");
            }
            expected.add("/t end");
        }
        assertThat(texts(subscriber.receive(expected.size()))).isEqualTo(expected);
    }

    /** 3.8.3.1: as published, or 0 for what is not sent because of the subscription. */
    @Test
    void retainAsPublished() {
        WireClient as = open("as");
        as.subscribe(own("/#"), 1 | RETAIN_AS_PUBLISHED);
        WireClient not = open("not");
        not.subscribe(own("/#"), 1);
        open("pub").retain(own("/t"), "m");
        assertThat(as.receive().retain()).isTrue();
        assertThat(not.receive().retain()).isFalse();
    }

    /** 3.8.2.1.2, 3.3.2.3.8: it comes with what its subscription brings, live or retained. */
    @Test
    void theSubscriptionIdentifierComesAlong() {
        WireClient publisher = open("pub");
        publisher.retain(own("/t"), "kept");
        WireClient subscriber = open("sub");
        subscriber.subscribe(own("/t"), 0, with().length(SUBSCRIPTION_ID, 268_435_455));
        publisher.publishAcked(own("/t"), 2, "live");
        assertThat(subscriber.receive(2))
                .extracting(Publish::payload, p -> p.properties().get(SUBSCRIPTION_ID))
                .containsExactly(tuple("kept", List.of(268_435_455)), tuple("live", List.of(268_435_455)));
    }

    /** [MQTT-3.3.4-3] to [MQTT-3.3.4-5]: of each subscription that brings it, in one message or in one each. */
    @Test
    void overlappingSubscriptionsHaveTheirIdentifiersEach() {
        WireClient subscriber = open("sub");
        subscriber.subscribe(own("/#"), 0, with().length(SUBSCRIPTION_ID, 1));
        subscriber.subscribe(own("/+"), 0, with().length(SUBSCRIPTION_ID, 2));
        WireClient publisher = open("pub");
        publisher.publishAcked(own("/t"), 1, "m");
        List<Object> ids = new ArrayList<>();
        while (ids.size() < 2) {
            ids.addAll(subscriber.receive().properties().get(SUBSCRIPTION_ID));
        }
        assertThat(ids).containsExactlyInAnyOrder(1, 2);
    }

    /** 3.8.2.1.2: 0 is a protocol error. */
    @Test
    void subscriptionIdentifier0IsAnError() {
        WireClient client = open("a");
        client.send(0x82, WireClient.bytes(o -> {
            o.writeShort(1);
            with().length(SUBSCRIPTION_ID, 0).write(o);
            o.writeUTF(own("/t"));
            o.writeByte(0);
        }));
        assertThat(client.awaitDisconnect()).isEqualTo(0x82);
    }

    /** [MQTT-3.8.4-3]: subscribing again replaces identifier and quality of service. */
    @Test
    void subscribingAgainReplaces() {
        WireClient subscriber = open("sub");
        subscriber.subscribe(own("/t"), 0, with().length(SUBSCRIPTION_ID, 1));
        subscriber.subscribe(own("/t"), 1, with().length(SUBSCRIPTION_ID, 2));
        WireClient publisher = open("pub");
        publisher.publishAcked(own("/t"), 1, "m");
        publisher.publishAcked(own("/t"), 2, "end");
        assertThat(subscriber.receive(2))
                .extracting(Publish::payload, Publish::qos, p -> p.properties().get(SUBSCRIPTION_ID))
                .containsExactly(tuple("m", 1, List.of(2)), tuple("end", 1, List.of(2)));
    }

    /** 3.11.3: 0x11, No subscription existed. */
    @Test
    void unsubscribingSaysWhetherThereWasOne() {
        WireClient client = open("a");
        client.subscribe(own("/t"), 0);
        assertThat(client.unsubscribe(own("/t"))).isZero();
        assertThat(client.unsubscribe(own("/t"))).isEqualTo(0x11);
    }

    /** 4.8.2: a message goes to one client of each group, and to everyone who subscribes alone. */
    @Test
    void aSharedSubscriptionBringsEachMessageOnce() {
        WireClient first = open("first");
        WireClient second = open("second");
        WireClient other = open("other");
        WireClient alone = open("alone");
        first.subscribe("$share/g/" + own("/t"), 0);
        second.subscribe("$share/g/" + own("/t"), 0);
        other.subscribe("$share/h/" + own("/t"), 0);
        alone.subscribe(own("/t"), 0);
        WireClient publisher = open("pub");
        for (int i = 1; i <= 10; i++) {
            publisher.publishAcked(own("/t"), i, "" + i);
        }
        List<String> all = texts(alone.receive(10));
        assertThat(texts(other.receive(10))).isEqualTo(all);
        List<String> shared = new ArrayList<>();
        await().atMost(5, SECONDS).until(() -> {
            shared.addAll(texts(first.arrived()));
            shared.addAll(texts(second.arrived()));
            return shared.size() >= 10;
        });
        assertThat(shared).containsExactlyInAnyOrderElementsOf(all);
    }

    /** 4.8.2: a shared subscription brings nothing that is retained. */
    @Test
    void aSharedSubscriptionBringsNothingRetained() {
        WireClient publisher = open("pub");
        publisher.retain(own("/t"), "kept");
        WireClient subscriber = open("sub");
        subscriber.subscribe("$share/g/" + own("/t"), 0);
        publisher.publishAcked(own("/t"), 2, "end");
        assertThat(subscriber.receive().payload()).isEqualTo("end");
    }

    /** 3.1.3.2.2: the will comes after its delay. */
    @Test
    void theWillWaits() {
        WireClient watcher = open("watcher");
        watcher.subscribe(own("/#"), 1);
        open(keeping("a").will(new Will(own("/will"), "gone", 1, false, with().u32(WILL_DELAY, 2))))
                .cut();
        open("pub").publishAcked(own("/first"), 1, "m");
        assertThat(texts(watcher.receive(2))).containsExactly("/first m", "/will gone");
    }

    /** 3.1.3.2.2: not if the client is back before. */
    @Test
    void theWillDoesNotComeIfTheClientDoes() {
        WireClient watcher = open("watcher");
        watcher.subscribe(own("/#"), 1);
        open(keeping("a").will(new Will(own("/will"), "gone", 1, false, with().u32(WILL_DELAY, 2))))
                .cut();
        open(keeping("a"));
        // The sentinel: a will that is due later.
        open(keeping("b").will(new Will(own("/end"), "end", 1, false, with().u32(WILL_DELAY, 2))))
                .cut();
        assertThat(texts(watcher.receive(1))).containsExactly("/end end");
    }

    /** 3.1.3.2.2: at the end of the session, if that is earlier. */
    @Test
    void theWillComesWithTheEndOfTheSession() {
        WireClient watcher = open("watcher");
        watcher.subscribe(own("/will"), 1);
        open(hello("a").will(new Will(own("/will"), "gone", 1, false, with().u32(WILL_DELAY, 60))))
                .cut();
        assertThat(watcher.receive().payload()).isEqualTo("gone");
    }

    /** 3.14.2.1: 0x04, Disconnect with Will Message. */
    @Test
    void aDisconnectCanAskForTheWill() {
        WireClient watcher = open("watcher");
        watcher.subscribe(own("/will"), 1);
        open(hello("a").will(new Will(own("/will"), "gone", 1, false, with()))).disconnect(4, with());
        assertThat(watcher.receive().payload()).isEqualTo("gone");
    }

    /** [MQTT-3.1.2-8], [MQTT-3.14.4-3]: only "normal disconnection" takes the will back. */
    @ParameterizedTest
    @ValueSource(ints = {0x80, 0x83, 0x97, 0x99})
    void whoLeavesOverAnErrorHasAWill(int reason) {
        WireClient watcher = open("watcher");
        watcher.subscribe(own("/will"), 1);
        open(hello("a").will(new Will(own("/will"), "gone", 1, false, with()))).disconnect(reason, with());
        assertThat(watcher.receive().payload()).isEqualTo("gone");
    }

    /** 4.3.2, 4.3.3, with 4.13.1: Protocol Error. */
    @ParameterizedTest
    @CsvSource({"1, 50", "1, 70", "2, 40", "2, 70"})
    void anAnswerToAnotherQualityOfServiceIsAnError(int qos, String answer) {
        WireClient subscriber = open("sub");
        subscriber.subscribe(own("/t"), qos);
        open("pub").publish(false, qos, false, own("/t"), 1, "m");
        int id = subscriber.receive().id();
        subscriber.send(Integer.parseInt(answer, 16), WireClient.bytes(o -> o.writeShort(id)));
        assertThat(subscriber.awaitDisconnect()).isEqualTo(0x82);
    }

    /** 3.3.2.3.4: an alias stands for the topic that it came with last, also if that may not be published to. */
    @Test
    void theAliasOfARefusedTopicIsRefused() {
        WireClient watcher = open("watcher");
        watcher.subscribe(own("/#"), 1);
        WireClient client = open("a");
        Properties5 one = with().u16(TOPIC_ALIAS, 1);
        client.publish(false, 1, false, own("/good"), 1, "first", one);
        client.awaitPuback(1);
        client.publish(false, 1, false, "$" + own("/bad"), 2, "second", one);
        assertThat(client.nextPacket()).startsWith("40000287");
        client.publish(false, 1, false, "", 3, "third", one);
        assertThat(client.nextPacket()).startsWith("40000387");
        client.publishAcked(own("/end"), 4, "end");
        assertThat(texts(watcher.receive(2))).containsExactly("/good first", "/end end");
    }

    /** [MQTT-3.1.2-24]: not even a CONNACK, of 13 bytes at least here. */
    @Test
    void anAnswerThatIsTooLargeForTheClientIsNotSent() {
        WireClient tiny = connection();
        WireClient.Connect hello = hello("tiny").properties(with().u32(MAXIMUM_PACKET_SIZE, 12));
        assertThatThrownBy(() -> tiny.connect(hello)).hasMessageContaining("closed the connection");
        WireClient small = open(hello("small").properties(with().u32(MAXIMUM_PACKET_SIZE, 20)));
        small.subscribe(Collections.nCopies(20, own("/t")), 0);
        assertThat(small.awaitDisconnect()).isEqualTo(0x95);
        assertThat(small.closedByBroker()).isTrue();
        open("end").ping();
    }

    /** [MQTT-4.3.3-11]: whether it is known or not. */
    @Test
    void aReleaseOfNothingIsCompleted() {
        WireClient client = open("a");
        client.pubrel(77);
        assertThat(client.nextPacket()).startsWith("70004d");
    }

    /** 4.3.3: a PUBREC with an error ends the delivery. */
    @Test
    void anErrorEndsADelivery() {
        WireClient subscriber = open(hello("sub").properties(with().u16(RECEIVE_MAXIMUM, 1)));
        subscriber.subscribe(own("/t"), 2);
        WireClient publisher = open("pub");
        publisher.publishAcked(own("/t"), 1, "qos 1");
        publisher.publish(false, 2, false, own("/t"), 2, "refused");
        publisher.awaitPubrec(2);
        publisher.pubrel(2);
        publisher.awaitPubcomp(2);
        publisher.publishAcked(own("/t"), 3, "end");
        subscriber.puback(subscriber.receive().id());
        int refused = subscriber.receive().id();
        subscriber.send(0x50, new byte[] {(byte) (refused >> 8), (byte) refused, (byte) 0x97});
        assertThat(subscriber.receive().payload()).isEqualTo("end");
    }

    /** The client may be told more: what is not told has the default of 3.2.2.3. */
    @Test
    void theConnackTellsNothingThatDoesNotHold() {
        Map<Integer, List<Object>> told = connection().connect(hello("a")).properties();
        // Maximum QoS, retain, wildcards, identifiers, shared subscriptions: all there.
        assertThat(told.get(0x24)).isNull();
        for (int available : List.of(0x25, 0x28, 0x29, 0x2a)) {
            assertThat(told.getOrDefault(available, List.of(1))).containsExactly(1);
        }
    }
}
