package dev.piroutes.broker;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.piroutes.broker.WireClient.Connect;
import dev.piroutes.broker.WireClient.Publish;
import dev.piroutes.broker.WireClient.Will;
import dev.piroutes.kit.LogLines;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What MQTT 3.1.1 demands of a server, statement by statement: in brackets the number of its normative statement. Malformed
 * packets have {@link MalformedPacketsIT}, retained messages {@link RetainedIT}.
 */
@Timeout(60)
class Mqtt311ConformanceIT extends ConformanceCase {
    Mqtt311ConformanceIT() {
        super(4);
    }

    private static Connect keeping(Connect connect) {
        return new Connect(connect.clientId(), false, connect.keepAlive(), connect.will(), connect.properties());
    }

    private WireClient openKeeping(String client) {
        return open(keeping(hello(client)));
    }

    /** [MQTT-3.1.3-6], [MQTT-3.1.3-7]. */
    @Test
    void twoClientsWithoutAnIdAreTwoClients() {
        WireClient one = open(new Connect("", true));
        WireClient two = open(new Connect("", true));
        one.subscribe(own("/t"), 0);
        two.subscribe(own("/t"), 0);
        two.publish(false, 0, false, own("/t"), 0, "m");
        assertThat(one.receive().payload()).isEqualTo("m");
        assertThat(two.receive().payload()).isEqualTo("m");
    }

    /** [MQTT-3.1.3-8]. */
    @Test
    void noIdAndASessionToKeepIsRefused() {
        WireClient client = connection();
        assertThat(client.connect(new Connect("", false)).code()).isEqualTo(2);
        assertThat(client.closedByBroker()).isTrue();
    }

    /** [MQTT-3.1.2-4], [MQTT-3.2.2-1] to [MQTT-3.2.2-3]. */
    @Test
    void aSessionIsPresentOnlyIfItWasToBeKept() {
        assertThat(connection().connect(keeping(hello("a"))).sessionPresent()).isFalse();
        assertThat(connection().connect(keeping(hello("a"))).sessionPresent()).isTrue();
        assertThat(connection().connect(hello("a")).sessionPresent()).isFalse();
        assertThat(connection().connect(keeping(hello("a"))).sessionPresent()).isFalse();
    }

    /** [MQTT-3.1.2-6]: a clean session takes the subscriptions and what waited for them with it. */
    @Test
    void aCleanSessionForgetsWhatWasBefore() {
        WireClient before = openKeeping("sub");
        before.subscribe(own("/old"), 1);
        before.disconnect();
        WireClient publisher = open("pub");
        publisher.publishAcked(own("/old"), 1, "waits");
        WireClient after = open("sub");
        after.subscribe(own("/new"), 1);
        publisher.publishAcked(own("/old"), 2, "lost");
        publisher.publishAcked(own("/new"), 3, "end");
        assertThat(texts(after.receive(1))).containsExactly("/new end");
        assertThat(after.arrived()).isEmpty();
    }

    /** [MQTT-3.1.2-5]: QoS 1 and 2 wait for a client that is away, in order. */
    @Test
    void whatAClientMissedWaitsForIt() {
        WireClient subscriber = openKeeping("sub");
        subscriber.subscribe(own("/t"), 2);
        subscriber.disconnect();
        WireClient publisher = open("pub");
        publisher.publishAcked(own("/t"), 1, "1");
        exactlyOnce(publisher, 2, "2");
        publisher.publishAcked(own("/t"), 3, "3");
        assertThat(openKeeping("sub").receive(3))
                .extracting(Publish::payload, Publish::qos)
                .containsExactly(tuple("1", 1), tuple("2", 2), tuple("3", 1));
    }

    private void exactlyOnce(WireClient publisher, int id, String payload) {
        publisher.publish(false, 2, false, own("/t"), id, payload);
        publisher.awaitPubrec(id);
        publisher.pubrel(id);
        publisher.awaitPubcomp(id);
    }

    /** [MQTT-3.1.4-2]. */
    @Test
    void theSecondWithAnIdEndsTheFirst() {
        WireClient first = open("a");
        WireClient second = open("a");
        assertThat(first.closedByBroker()).isTrue();
        second.ping();
    }

    /** [MQTT-3.1.2-8], [MQTT-3.1.2-10]: the will is sent for an end without DISCONNECT, and only for that. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theWillIsSentUnlessTheClientSaysGoodbye(boolean goodbye) {
        WireClient watcher = open("watcher");
        watcher.subscribe(own("/#"), 1);
        WireClient client = open(hello("a").will(new Will(own("/will"), "gone", 1, false, new Properties5())));
        if (goodbye) {
            client.disconnect();
        } else {
            client.cut();
            assertThat(texts(watcher.receive(1))).containsExactly("/will gone");
        }
        // The session has ended when the same client has been let in again.
        open("a");
        open("pub").publishAcked(own("/end"), 1, "end");
        assertThat(texts(watcher.receive(1))).containsExactly("/end end");
    }

    /** [MQTT-3.1.2-24]: after one and a half times the keep-alive; Artemis looks every two seconds. */
    @Test
    void silenceBeyondTheKeepAliveEndsTheConnection() {
        WireClient silent = open(hello("silent").keepAlive(1));
        WireClient talking = open(hello("talking").keepAlive(1));
        CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(silent::closedByBroker);
        await().pollInterval(300, MILLISECONDS).atMost(10, SECONDS).until(() -> {
            talking.ping();
            return closed.isDone();
        });
        assertThat(closed).isCompletedWithValue(true);
    }

    /** 4.7.1, with [MQTT-4.7.1-1] to [MQTT-4.7.1-3]. */
    @ParameterizedTest
    @CsvSource({
        "/sport/#, /sport",
        "/sport/#, /sport/",
        "/sport/#, /sport/a/b",
        "/sport/+, /sport/",
        "/sport/+, /sport/a",
        "/+/b/#, /a/b",
        "/+/+, //a",
        "/a b, /a b",
        "/ü/漢, /ü/漢"
    })
    void filtersMatchAsTheStandardSays(String filter, String topic) {
        WireClient client = open("a");
        client.subscribe(own(filter), 0);
        client.publish(false, 0, false, own(topic), 0, "m");
        assertThat(client.receive().topic()).isEqualTo(own(topic));
    }

    /** 4.7.1 and 4.7.3; the last column is what does match. */
    @ParameterizedTest
    @CsvSource({
        "/sport/#, /sports, /sport",
        "/sport/+, /sport, /sport/a",
        "/sport/+, /sport/a/b, /sport/a",
        "/+/b/#, /a/c, /a/b",
        "/a, /A, /a",
        "/a, /a/, /a",
        "/a, //a, /a",
        "/a.b, /a/b, /a.b",
        "/a/b, /a.b, /a/b"
    })
    void filtersMatchNothingElse(String filter, String topic, String matching) {
        WireClient client = open("a");
        client.subscribe(own(filter), 0);
        client.publish(false, 0, false, own(topic), 0, "m");
        client.publish(false, 0, false, own(matching), 0, "m");
        assertThat(client.receive().topic()).isEqualTo(own(matching));
    }

    /** [MQTT-4.7.2-1]: what begins with $ is not matched by a filter that begins with a wildcard. */
    @ParameterizedTest
    @ValueSource(strings = {"#", "+/status", "+/#"})
    void wildcardsDoNotReachDollarTopics(String filter) {
        WireClient watcher = open("watcher");
        watcher.subscribe(filter, 0);
        WireClient stranger = open("stranger");
        // This server lets nobody publish there, as [MQTT-4.7.2-1] recommends, and has no way to say so.
        stranger.publishAcked("$x/status", 1, "m");
        open("pub").publishAcked(own("/status"), 1, "end");
        // What other cases have retained comes before.
        Publish next = watcher.receive();
        while (!next.topic().equals(own("/status"))) {
            assertThat(next.topic()).doesNotStartWith("$");
            next = watcher.receive();
        }
    }

    /** [MQTT-3.8.4-4], [MQTT-3.8.4-5], [MQTT-3.9.3-1]: one code for each filter, in their order. */
    @Test
    void oneSubscribeCanHaveManyFilters() {
        WireClient client = open("a");
        client.send(0x82, WireClient.bytes(o -> {
            o.writeShort(7);
            for (int qos = 0; qos <= 2; qos++) {
                o.writeUTF(own("/" + qos));
                o.writeByte(qos);
            }
        }));
        assertThat(client.nextPacket()).isEqualTo("90" + "0007" + "000102");
    }

    /** [MQTT-3.8.4-6]: the lower quality of service, the publisher's or the subscriber's. */
    @ParameterizedTest
    @CsvSource({"0,0,0", "0,2,0", "1,0,0", "1,1,1", "1,2,1", "2,0,0", "2,1,1", "2,2,2"})
    void theLowerQualityOfServiceHolds(int published, int subscribed, int delivered) {
        WireClient subscriber = open("sub");
        assertThat(subscriber.subscribe(own("/t"), subscribed)).isEqualTo(subscribed);
        open("pub").publish(false, published, false, own("/t"), 9, "m");
        assertThat(subscriber.receive().qos()).isEqualTo(delivered);
    }

    /** [MQTT-3.8.4-3]: a subscription of the same filter replaces the first one. */
    @Test
    void subscribingAgainReplaces() {
        WireClient client = open("a");
        client.subscribe(own("/t"), 0);
        client.subscribe(own("/t"), 1);
        WireClient publisher = open("pub");
        publisher.publishAcked(own("/t"), 1, "m");
        publisher.publishAcked(own("/t"), 2, "end");
        assertThat(client.receive(2))
                .extracting(Publish::payload, Publish::qos)
                .containsExactly(tuple("m", 1), tuple("end", 1));
    }

    /** 3.3.5: overlapping subscriptions, at least one copy with the highest quality of service that matches. */
    @Test
    void overlappingSubscriptionsGetTheBestQualityOfService() {
        WireClient subscriber = open("sub");
        subscriber.subscribe(own("/#"), 0);
        subscriber.subscribe(own("/+"), 2);
        subscriber.subscribe(own("/end"), 0);
        WireClient publisher = open("pub");
        publisher.publishAcked(own("/t"), 1, "m");
        assertThat(subscriber.receive(2)).extracting(Publish::qos).contains(1);
    }

    /** [MQTT-3.3.1-6], [MQTT-3.3.1-8], [MQTT-3.3.1-9]: each subscription brings it, once, marked; live ones are not. */
    @Test
    void overlappingSubscriptionsGetWhatIsRetainedEach() {
        WireClient publisher = open("pub");
        publisher.retain(own("/t"), "kept");
        WireClient subscriber = open("sub");
        for (String filter : List.of("/t", "/+", "/#")) {
            subscriber.subscribe(own(filter), 1);
            assertThat(subscriber.receive())
                    .extracting(Publish::payload, Publish::retain)
                    .containsExactly("kept", true);
            subscriber.puback(subscriber.lastId());
        }
        publisher.retain(own("/t"), "live");
        assertThat(subscriber.receive())
                .extracting(Publish::payload, Publish::retain)
                .containsExactly("live", false);
    }

    /** [MQTT-3.10.4-1], [MQTT-3.10.4-2], [MQTT-3.10.4-4], [MQTT-3.10.4-5]. */
    @Test
    void unsubscribingEndsExactlyThatFilter() {
        WireClient client = open("a");
        client.subscribe(own("/+"), 0);
        client.subscribe(own("/t"), 0);
        client.unsubscribe(own("/never"));
        client.unsubscribe(own("/+"));
        client.publish(false, 0, false, own("/other"), 0, "m");
        client.publish(false, 0, false, own("/t"), 0, "end");
        assertThat(texts(client.receive(1))).containsExactly("/t end");
        assertThat(client.arrived()).isEmpty();
    }

    /** [MQTT-4.6.0-5], [MQTT-4.6.0-6]: in the order sent, each quality of service by itself. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void messagesComeInOrder(int qos) {
        WireClient subscriber = open("sub");
        subscriber.subscribe(own("/t"), qos);
        WireClient publisher = open("pub");
        List<String> sent =
                IntStream.rangeClosed(1, 50).mapToObj(Integer::toString).toList();
        sent.forEach(m -> publisher.publish(false, qos, false, own("/t"), Integer.parseInt(m), m));
        assertThat(subscriber.receive(50)).extracting(Publish::payload).containsExactlyElementsOf(sent);
    }

    /** [MQTT-4.3.3-1], [MQTT-4.3.3-2]: a cut at each step, and the message still comes once. */
    @ParameterizedTest
    @ValueSource(strings = {"PUBREC", "PUBCOMP"})
    void whatIsPublishedWithQos2ComesOnceOverACut(String before) {
        WireClient subscriber = open("sub");
        subscriber.subscribe(own("/t"), 0);
        WireClient publisher = openKeeping("pub");
        publisher.publish(false, 2, false, own("/t"), 5, "m");
        publisher.awaitPubrec(5);
        if (before.equals("PUBCOMP")) {
            publisher.pubrel(5);
            publisher.awaitPubcomp(5);
        }
        publisher.cut();
        WireClient again = openKeeping("pub");
        if (before.equals("PUBREC")) {
            again.publish(true, 2, false, own("/t"), 5, "m");
            again.awaitPubrec(5);
        }
        again.pubrel(5);
        again.awaitPubcomp(5);
        exactlyOnce(again, 5, "end");
        assertThat(subscriber.receive(2)).extracting(Publish::payload).containsExactly("m", "end");
    }

    /** [MQTT-4.4.0-1]: on the next connection PUBLISH comes again, with its id and DUP, and PUBREL after a PUBREC. */
    @Test
    void whatIsDeliveredWithQos2IsGoneOnWithAfterACut() {
        WireClient subscriber = openKeeping("sub");
        subscriber.subscribe(own("/t"), 2);
        open("pub").publishAcked(own("/t"), 1, "m");
        Publish first = subscriber.receive();
        subscriber.cut();
        WireClient again = openKeeping("sub");
        assertThat(again.receive()).isEqualTo(new Publish(true, first.qos(), false, first.topic(), first.id(), "m"));
    }

    /** The same, when the client has said that it has the message. */
    @Test
    void pubrelIsRepeatedAfterACut() {
        WireClient subscriber = openKeeping("sub");
        subscriber.subscribe(own("/t"), 2);
        WireClient publisher = open("pub");
        exactlyOnce(publisher, 1, "m");
        int id = subscriber.receive().id();
        subscriber.pubrec(id);
        subscriber.awaitPubrel(id);
        subscriber.cut();
        WireClient again = openKeeping("sub");
        again.awaitPubrel(id);
        again.pubcomp(id);
        exactlyOnce(publisher, 2, "end");
        assertThat(again.receive().payload()).isEqualTo("end");
    }

    /** [MQTT-3.1.2-6]: a new session knows nothing of the last one's messages, nor does the one after it. */
    @Test
    void pubrelsEndWithTheirSession() {
        WireClient subscriber = openKeeping("sub");
        subscriber.subscribe(own("/t"), 2);
        exactlyOnce(open("pub"), 1, "m");
        int id = subscriber.receive().id();
        subscriber.pubrec(id);
        subscriber.awaitPubrel(id);
        // Taken over, not closed: what is left of the last connection is in nobody's way.
        WireClient clean = open("sub");
        clean.ping();
        clean.pubrec(id + 1);
        clean.awaitPubrel(id + 1);
        clean.disconnect();
        WireClient next = openKeeping("sub");
        next.pubrec(id + 2);
        next.awaitPubrel(id + 2);
    }

    /** 4.3.2, 4.3.3: to each quality of service its own answers, each when it is due. */
    @ParameterizedTest
    @CsvSource({"1, 50", "1, 70", "2, 40", "2, 70"})
    void anAnswerToAnotherQualityOfServiceEndsTheConnection(int qos, String answer) {
        WireClient subscriber = open("sub");
        subscriber.subscribe(own("/t"), qos);
        WireClient publisher = open("pub");
        publisher.publish(false, qos, false, own("/t"), 1, "m");
        int id = subscriber.receive().id();
        subscriber.send(Integer.parseInt(answer, 16), WireClient.bytes(o -> o.writeShort(id)));
        assertThat(subscriber.closedByBroker()).isTrue();
    }

    /** 4.3.3: after its PUBREC a message has no PUBACK; a PUBREC that comes again has its PUBREL again. */
    @Test
    void aPubackAfterThePubrecEndsTheConnection() {
        WireClient subscriber = open("sub");
        subscriber.subscribe(own("/t"), 2);
        exactlyOnce(open("pub"), 1, "m");
        int id = subscriber.receive().id();
        for (int i = 0; i < 2; i++) {
            subscriber.pubrec(id);
            subscriber.awaitPubrel(id);
        }
        subscriber.puback(id);
        assertThat(subscriber.closedByBroker()).isTrue();
    }

    /** 4.7.3: no character but NUL is special in a topic, and the settings that hold for all topics hold for these. */
    @ParameterizedTest
    @ValueSource(
            strings = {"line\nfeed", "carriage\rreturn", "next\u0085line", "line\u2028or", "paragraph\u2029separator"})
    void aTopicMayHaveLineBreaks(String topic) {
        try (LogLines artemis = new LogLines("org.apache.activemq")) {
            WireClient subscriber = open("sub");
            subscriber.subscribe(own("/" + topic), 1);
            open("pub").publishAcked(own("/" + topic), 1, "m");
            assertThat(subscriber.receive()).extracting("topic", "payload").containsExactly(own("/" + topic), "m");
            assertThat(artemis.lines()).isEmpty();
        }
    }

    /** MQTT 3.1, 3.2: the byte before the return code is reserved. */
    @Test
    void mqtt31IsNotToldThatASessionIsPresent() {
        for (int i = 0; i < 2; i++) {
            WireClient client = connection();
            client.send(0x10, WireClient.bytes(o -> {
                o.writeUTF("MQIsdp");
                o.writeByte(3);
                o.writeByte(0);
                o.writeShort(60);
                o.writeUTF(own("31"));
            }));
            assertThat(client.nextPacket()).isEqualTo("200000");
            client.subscribe(own("/t"), 1);
            client.disconnect();
        }
    }

    /** [MQTT-3.3.1-3]: DUP of what is delivered is the delivery's own. */
    @Test
    void dupIsNotPassedOn() {
        WireClient subscriber = open("sub");
        subscriber.subscribe(own("/t"), 1);
        open("pub").publish(true, 1, false, own("/t"), 1, "m");
        assertThat(subscriber.receive().dup()).isFalse();
    }

    /** 2.2.3: lengths of one, two and three bytes. */
    @ParameterizedTest
    @ValueSource(ints = {0, 100, 127, 128, 16_383, 16_384, 200_000})
    void payloadsOfAnyLengthPass(int length) {
        WireClient client = open("a");
        client.subscribe(own("/t"), 0);
        client.publish(false, 0, false, own("/t"), 0, "x".repeat(length));
        assertThat(client.receive().payload()).hasSize(length);
    }

    /** [MQTT-3.12.4-1], [MQTT-3.14.4-3]. */
    @Test
    void pingIsAnsweredAndDisconnectCloses() {
        WireClient client = open("a");
        client.ping();
        client.sendRaw(HexFormat.of().parseHex("e000"));
        assertThat(client.closedByBroker()).isTrue();
    }

    /** [MQTT-3.2.0-1] and 3.1.4: what comes right behind the CONNECT is handled after it. */
    @Test
    void aClientNeedNotWaitForItsConnack() {
        WireClient client = connection();
        client.sendRaw(
                HexFormat.of().parseHex("100e00044d5154540402003c0002" + "7a7a" + "c000" + "82060001000174" + "00"));
        assertThat(List.of(client.nextPacket(), client.nextPacket(), client.nextPacket()))
                .containsExactly("200000", "d0", "90000100");
    }

    /** [MQTT-3.1.2-17]: a will of QoS 1, retained. */
    @Test
    void aRetainedWillIsRetained() {
        WireClient watcher = open("watcher");
        watcher.subscribe(own("/will"), 1);
        open(hello("a").will(new Will(own("/will"), "gone", 1, true, new Properties5())))
                .cut();
        assertThat(watcher.receive())
                .extracting(Publish::payload, Publish::retain)
                .containsExactly("gone", false);
        WireClient late = open("late");
        late.subscribe(own("/will"), 1);
        assertThat(late.receive()).extracting(Publish::payload, Publish::retain).containsExactly("gone", true);
    }
}
