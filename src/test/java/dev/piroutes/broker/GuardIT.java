package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.LogLines;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client must not do goes no further than the guard, in each version of the protocol. */
@Timeout(60)
class GuardIT {
    @TempDir
    Path data;

    private Broker broker;
    private LogLines log;

    @BeforeEach
    void start() {
        broker = Broker.start(new BrokerSettings("127.0.0.1", 0, null, data));
        log = new LogLines("dev.piroutes.broker.guard");
    }

    @AfterEach
    void stop() {
        log.close();
        broker.close();
    }

    private void restart() {
        broker.close();
        broker = Broker.start(new BrokerSettings("127.0.0.1", 0, null, data));
    }

    private WireClient mqtt5(String clientId) {
        return mqtt5(new WireClient(broker.port()), clientId);
    }

    private static WireClient mqtt5(WireClient client, String clientId) {
        client.send(0x10, WireClient.bytes(o -> {
            o.writeUTF("MQTT");
            o.writeByte(5);
            o.writeByte(2);
            o.writeShort(60);
            o.writeByte(0);
            o.writeUTF(clientId);
        }));
        assertThat(client.nextPacket()).startsWith("200000");
        return client;
    }

    private static void ask(WireClient client, int version, String... filters) {
        client.send(0x82, WireClient.bytes(o -> {
            o.writeShort(7);
            if (version == 5) {
                o.writeByte(0);
            }
            for (String filter : filters) {
                o.writeUTF(filter);
                o.writeByte(1);
            }
        }));
    }

    private static void publish5(WireClient client, String topic) {
        client.send(0x32, WireClient.bytes(o -> {
            o.writeUTF(topic);
            o.writeShort(9);
            o.writeByte(0);
            o.writeByte('x');
        }));
    }

    @Test
    void reservedNamesAreRefusedAndNothingIsWiped() {
        // Given
        WireClient device = WireClient.persistent(broker.port(), "PicoB");
        device.subscribe("csc2106/led/cmd", 1);
        device.cut();

        // When, then
        int addresses = 0;
        for (String name : List.of(
                "$sys/#",
                "$sys/mqtt/sessions",
                "$sys.mqtt.sessions",
                "$SYS/#",
                "$share/g/$sys/mqtt/sessions",
                "$piroutes/none",
                "$sys.mqtt.sessions::$sys.mqtt.sessions")) {
            isRefused(name, "127.0.4." + ++addresses);
        }
        try (WireClient sender = WireClient.clean(broker.port(), "sender")) {
            sender.publishAcked("csc2106/led/cmd", 1, "ON");
        }
        restart();
        try (WireClient again = new WireClient(broker.port())) {
            assertThat(again.connect("PicoB", false)).isTrue();
            assertThat(again.receive().payload()).isEqualTo("ON");
        }
    }

    /** @param from an address of its own: of each the first offence of a kind is logged */
    private void isRefused(String name, String from) {
        try (WireClient old = new WireClient(broker.port(), from);
                WireClient young = mqtt5(new WireClient(broker.port(), from), "young")) {
            old.connect("old", true);
            ask(old, 4, name, "ok");
            ask(young, 5, name, "ok");
            assertThat(old.nextPacket()).as(name).isEqualTo("9000078001");
            assertThat(young.nextPacket()).as(name).isEqualTo("900007008701");
            old.publish(false, 1, false, name, 1, "x");
            publish5(young, name);
            if (name.startsWith("$") && !name.contains("#")) {
                assertThat(old.nextPacket()).as(name).isEqualTo("400001");
            } else {
                assertThat(old.closedByBroker()).as(name).isTrue();
            }
            String refused = name.contains("#") ? "e090" : "40000987";
            assertThat(young.nextPacket()).as(name).startsWith(refused);
        }
        assertThat(log.lines())
                .as(name)
                .anyMatch(line -> line.startsWith(from + ",") && line.contains("is the broker's own; not subscribed"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/+", "#"})
    void aWillOnAFilterIsRefused(String topic) {
        try (WireClient client = new WireClient(broker.port())) {
            connectWithWill(client, 4, topic);
            assertThat(client.nextPacket()).isEqualTo("200005");
            assertThat(client.closedByBroker()).isTrue();
        }
        assertThat(log.lines()).singleElement().asString().startsWith("127.0.0.1, client id \"PicoA\": ");
    }

    /** What Artemis calls addresses of its own, and its way to write a queue. */
    @ParameterizedTest
    @ValueSource(
            strings = {"activemq", "activemq/management", "activemq.notifications", "DLQ", "ExpiryQueue", "ip/fe80::1/x"
            })
    void toClientsArtemissNamesAreTopicsLikeOthers(String topic) {
        try (WireClient plain = WireClient.persistent(broker.port(), "plain");
                WireClient all = WireClient.clean(broker.port(), "all");
                WireClient sender = WireClient.clean(broker.port(), "sender")) {
            assertThat(plain.subscribe(topic, 1)).isEqualTo(1);
            assertThat(all.subscribe("#", 1)).isEqualTo(1);
            sender.retain(topic, "kept");
            for (WireClient each : List.of(plain, all)) {
                assertThat(each.receive()).extracting("topic", "payload").containsExactly(topic, "kept");
                each.puback(each.lastId());
            }
            plain.disconnect();
            sender.publishAcked(topic, 2, "waits");
            WireClient dying = new WireClient(broker.port());
            connectWithWill(dying, 4, topic);
            assertThat(dying.nextPacket()).isEqualTo("200000");
            dying.cut();
            assertThat(all.receive()).extracting("topic", "payload").containsExactly(topic, "waits");
            all.puback(all.lastId());
            assertThat(all.receive()).extracting("topic", "payload").containsExactly(topic, "offline");
        }
        restart();
        try (WireClient plain = WireClient.persistent(broker.port(), "plain");
                WireClient late = WireClient.clean(broker.port(), "late")) {
            assertThat(plain.receive().payload()).isEqualTo("waits");
            late.subscribe("#", 0);
            assertThat(late.receive()).extracting("topic", "payload", "retain").containsExactly(topic, "kept", true);
        }
        assertThat(log.lines()).isEmpty();
    }

    private static void connectWithWill(WireClient client, int level, String topic) {
        client.send(0x10, WireClient.bytes(o -> {
            o.writeUTF("MQTT");
            o.writeByte(level);
            o.writeByte(6);
            o.writeShort(60);
            if (level == 5) {
                o.writeByte(0);
            }
            o.writeUTF("PicoA");
            if (level == 5) {
                o.writeByte(0);
            }
            o.writeUTF(topic);
            o.writeUTF("offline");
        }));
    }

    /** As Mosquitto's bridges do, each at every connect; level 132 is how one says that it is a bridge. */
    @ParameterizedTest
    @ValueSource(ints = {4, 132, 5})
    void aWillAndAPublishBelowSysAreLeftOutAndSaidOnce(int level) {
        String topic = "$SYS/broker/connection/PicoA/state";
        for (int i = 0; i < 3; i++) {
            try (WireClient client = new WireClient(broker.port())) {
                connectWithWill(client, level, topic);
                assertThat(client.nextPacket()).startsWith("20").contains("0000");
                if (level == 5) {
                    publish5(client, topic);
                    assertThat(client.nextPacket()).startsWith("40000987");
                } else {
                    client.publish(false, 1, true, topic, 7, "1");
                    assertThat(client.nextPacket()).isEqualTo("400007");
                    client.publish(false, 2, true, topic, 8, "1");
                    assertThat(client.nextPacket()).isEqualTo("500008");
                    client.send(0x62, WireClient.bytes(o -> o.writeShort(8)));
                    assertThat(client.nextPacket()).isEqualTo("700008");
                }
                client.cut();
            }
        }
        assertThat(log.lines())
                .containsExactly("127.0.0.1, client id \"PicoA\": the topic \"" + topic
                        + "\" is the broker's own; connected without a will, and nothing is published there");
    }

    @ParameterizedTest
    @CsvSource({"x,y/z,x.y,z", "x,y/z,$share/x,y/z", "a.b,c,a,b/c"})
    void clientsDoNotShareQueues(String client, String filter, String other, String otherFilter) {
        boolean group = other.startsWith("$share/");
        try (WireClient one = WireClient.persistent(broker.port(), client);
                WireClient two = WireClient.persistent(broker.port(), group ? "member" : other);
                WireClient sender = WireClient.clean(broker.port(), "sender")) {
            one.subscribe(filter, 1);
            two.subscribe(group ? other + "/" + otherFilter : otherFilter, 1);
            for (int i = 1; i <= 10; i++) {
                sender.publishAcked(filter, i, "to " + i);
            }
            for (int i = 1; i <= 10; i++) {
                assertThat(one.receive().payload()).isEqualTo("to " + i);
            }
        }
    }

    @Test
    void aSharedSubscriptionDealsOutAndCanBeLeft() {
        try (WireClient one = mqtt5("one");
                WireClient sender = WireClient.clean(broker.port(), "sender")) {
            ask(one, 5, "$share/a.b/t");
            assertThat(one.nextPacket()).isEqualTo("9000070001");
            sender.publishAcked("t", 1, "x");
            assertThat(one.nextPacket()).startsWith("32");
            one.send(0xa2, WireClient.bytes(o -> {
                o.writeShort(8);
                o.writeByte(0);
                o.writeUTF("$share/a.b/t");
                o.writeUTF("$sys/mqtt/sessions");
            }));
            // Success, and: no subscription existed.
            assertThat(one.nextPacket()).isEqualTo("b00008000011");
        }
    }

    @Test
    void badFilters() {
        for (String filter :
                List.of("a/#/b", "a+/b", "a#", "#a", "+a", "$share/", "$share/g", "$share//a", "$share/+/a")) {
            try (WireClient old = WireClient.clean(broker.port(), "old");
                    WireClient young = mqtt5("young")) {
                ask(old, 4, "ok", filter);
                ask(young, 5, "ok", filter);
                assertThat(old.closedByBroker()).as(filter).isTrue();
                assertThat(young.nextPacket()).as(filter).isEqualTo("90000700018f");
            }
        }
    }

    @Test
    void badTopics() {
        for (String topic : List.of("a/#", "+", "+/a", "")) {
            try (WireClient old = WireClient.clean(broker.port(), "old");
                    WireClient young = mqtt5("young")) {
                old.publish(false, 0, false, topic, 0, "x");
                publish5(young, topic);
                assertThat(old.closedByBroker()).as(topic).isTrue();
                assertThat(young.nextPacket()).as(topic).isEqualTo("e09000");
                assertThat(young.closedByBroker()).isTrue();
            }
        }
    }

    @Test
    void theFirstOffenceIsSaidAndThoseThatFollowAreCounted() {
        for (int i = 0; i < 20; i++) {
            try (WireClient client = WireClient.clean(broker.port(), "client" + i)) {
                client.publish(false, 0, false, "a/#", 0, "x");
                assertThat(client.closedByBroker()).isTrue();
            }
        }
        assertThat(log.lines())
                .containsExactly("127.0.0.1, client id \"client0\": wildcards are for subscriptions, not for the topic"
                        + " \"a/#\"; closed");
    }

    @Test
    void clientIds() {
        try (WireClient empty = new WireClient(broker.port());
                WireClient lasting = new WireClient(broker.port());
                WireClient dotted = new WireClient(broker.port());
                WireClient wild = new WireClient(broker.port());
                WireClient control = new WireClient(broker.port());
                WireClient longest = new WireClient(broker.port())) {
            assertThat(empty.connect("", true)).isFalse();
            assertThat(dotted.connect("a.b c%0041/::é", false)).isFalse();
            assertThat(wild.connect("#", false)).isFalse();
            assertThat(refusal(lasting, "", false)).isEqualTo("200002");
            assertThat(refusal(control, "a\nb", true)).isEqualTo("200002");
            assertThat(refusal(longest, "x".repeat(129), true)).isEqualTo("200002");
        }
        try (WireClient dotted = new WireClient(broker.port())) {
            assertThat(dotted.connect("a.b c%0041/::é", false)).isTrue();
        }
    }

    private static String refusal(WireClient client, String clientId, boolean clean) {
        client.send(0x10, WireClient.bytes(o -> {
            o.writeUTF("MQTT");
            o.writeByte(4);
            o.writeByte(clean ? 2 : 0);
            o.writeShort(60);
            o.writeUTF(clientId);
        }));
        return client.nextPacket();
    }
}
