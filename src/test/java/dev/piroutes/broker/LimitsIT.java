package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.LogLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;

/** At each limit the one who goes beyond it is refused, and everyone else goes on. */
@Timeout(60)
class LimitsIT {
    private static final int CLAIM = 268_435_455;

    @TempDir
    Path folder;

    private LogLines log;
    private Broker broker;
    private WireClient device;

    @BeforeEach
    void listen() {
        log = new LogLines("dev.piroutes.broker.guard");
    }

    @AfterEach
    void stop() {
        log.close();
        if (device != null) {
            device.publishAcked("end", 1, "still here");
            device.close();
        }
        if (broker != null) {
            broker.close();
        }
    }

    /** For who looks at everything that was logged until then. */
    private void endBroker() {
        broker.close();
        broker = null;
        device = null;
    }

    /** Starts the shipped configuration with other limits, and connects a device that must not notice anything. */
    private void start(Map<String, Integer> limits) throws IOException {
        broker = Broker.start(new BrokerSettings("127.0.0.1", 0, etc(limits), folder.resolve("data")));
        device = new WireClient(broker.port(), "127.0.0.9");
        device.connect("device", true);
    }

    private Path etc(Map<String, ?> limits) throws IOException {
        String xml = Files.readString(Path.of("broker-etc", "broker.xml"));
        for (Map.Entry<String, ?> limit : limits.entrySet()) {
            String before = xml;
            xml = xml.replaceFirst(
                    "key=\"" + limit.getKey() + "\" value=\"\\d+\"",
                    "key=\"" + limit.getKey() + "\" value=\"" + limit.getValue() + "\"");
            assertThat(xml).as("the file names %s", limit.getKey()).isNotEqualTo(before);
        }
        Path etc = Files.createDirectories(folder.resolve("etc"));
        Files.writeString(etc.resolve("broker.xml"), xml);
        return etc;
    }

    private WireClient mqtt5(String clientId, int expiry) {
        WireClient client = new WireClient(broker.port());
        client.send(0x10, WireClient.bytes(o -> {
            o.writeUTF("MQTT");
            o.writeByte(5);
            o.writeByte(2);
            o.writeShort(60);
            o.writeByte(5);
            o.writeByte(17);
            o.writeInt(expiry);
            o.writeUTF(clientId);
        }));
        return client;
    }

    private void assertSaid(String text) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(log.lines()).singleElement().asString().contains(text));
    }

    @Test
    void aPacketThatClaimsTooMuchIsRefusedBeforeItComes() throws IOException {
        start(Map.of());
        try (WireClient old = WireClient.clean(broker.port(), "old");
                WireClient young = mqtt5("young", 0);
                WireClient first = new WireClient(broker.port())) {
            assertThat(young.nextPacket()).startsWith("200000").contains("2700040000");
            old.sendRaw(HexFormat.of().parseHex("30ffffff7f"));
            assertThat(old.closedByBroker()).isTrue();
            young.sendRaw(HexFormat.of().parseHex("30ffffff7f"));
            assertThat(young.nextPacket()).isEqualTo("e09500");
            assertThat(young.closedByBroker()).isTrue();
            first.sendRaw(HexFormat.of().parseHex("10ffffff7f00044d515454"));
            assertThat(first.closedByBroker()).isTrue();
        }
        assertSaid("a packet of " + (CLAIM + 5) + " bytes, more than 262144 (max-packet-size in broker.xml); closed");
    }

    @Test
    void aPacketOfJustTheLimitPasses() throws IOException {
        start(Map.of("max-packet-size", 20_000));
        try (WireClient client = WireClient.clean(broker.port(), "client")) {
            client.subscribe("t", 1);
            client.publish(false, 0, false, "t", 0, "x".repeat(20_000 - 4 - 3));
            assertThat(client.receive().payload()).hasSize(19_993);
            client.publish(false, 0, false, "t", 0, "x".repeat(20_000 - 4 - 2));
            assertThat(client.closedByBroker()).isTrue();
        }
        assertSaid("a packet of 20001 bytes, more than 20000 (max-packet-size in broker.xml); closed");
    }

    @Test
    void aWebSocketHasTheSameLimit() throws Exception {
        start(Map.of("max-packet-size", 20_000));
        try (WebSocketWire client = new WebSocketWire(broker.port())) {
            client.send(HexFormat.of().parseHex("100d00044d5154540402003c000177"));
            assertThat(client.receive()).isEqualTo(0x20);
            client.send(HexFormat.of().parseHex("30ffffff7f"));
            assertThat(client.closedByBroker()).isTrue();
        }
        assertSaid("client id \"w\": a packet of " + (CLAIM + 5)
                + " bytes, more than 20000 (max-packet-size in broker.xml); closed");
    }

    @ParameterizedTest
    @CsvSource({
        "max-connections-per-address, more than 5 connections from one address (max-connections-per-address in broker.xml), true",
        "connections-burst, more than 1 new connections a second (connections-per-second in broker.xml), true",
        "max-connections, more than 5 connections (max-connections in broker.xml), false"
    })
    void connections(String limit, String line, boolean othersGoOn) throws IOException {
        // The device has one of them.
        start(limit.equals("connections-burst") ? Map.of(limit, 5, "connections-per-second", 1) : Map.of(limit, 5));
        int room = othersGoOn ? 5 : 4;
        List<WireClient> clients = new ArrayList<>();
        for (int i = 0; i < room; i++) {
            clients.add(WireClient.clean(broker.port(), "client" + i));
        }
        try (WireClient tooMany = new WireClient(broker.port());
                WireClient other = new WireClient(broker.port(), "127.0.0.2")) {
            assertThat(tooMany.closedByBroker()).isTrue();
            assertThat(log.lines()).first().asString().isEqualTo("127.0.0.1: " + line + "; refused");
            if (othersGoOn) {
                other.connect("other", true);
            } else {
                assertThat(other.closedByBroker()).isTrue();
            }
        }
        clients.forEach(WireClient::disconnect);
        if (!limit.equals("connections-burst")) {
            await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
                WireClient.clean(broker.port(), "later").disconnect();
                return true;
            });
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', nothing",
        "10, half a header",
        "100d00044d515454, half a CONNECT",
        "474554202f20485454502f312e310d0a, half a request for a WebSocket"
    })
    void aConnectionWithoutAClient(String bytes, String what) throws IOException {
        start(Map.of("connect-timeout", 1));
        try (WireClient slow = new WireClient(broker.port())) {
            slow.sendRaw(HexFormat.of().parseHex(bytes));
            assertThat(slow.closedByBroker()).as(what).isTrue();
        }
        assertSaid("127.0.0.1: not connected after 1 s (connect-timeout in broker.xml); closed");
    }

    @Test
    void aRequestThatDoesNotEnd() throws IOException {
        try (LogLines all = new LogLines(Logger.ROOT_LOGGER_NAME)) {
            start(Map.of("max-packet-size", 2_000));
            try (WireClient client = new WireClient(broker.port())) {
                client.sendRaw("GET /mqtt HTTP/1.1\r\nContent-Length: 1000000000\r\n\r\n".getBytes());
                for (int i = 0; i < 40; i++) {
                    client.sendRaw(new byte[1_000]);
                }
                assertThat(client.closedByBroker()).isTrue();
            }
            assertSaid("before it was connected (max-packet-size in broker.xml); closed");
            endBroker();
            assertThat(all.lines()).hasSize(1);
        }
    }

    @Test
    void whoGoesAwayInTheMiddleOfARequestIsNoNews() throws IOException {
        try (LogLines all = new LogLines(Logger.ROOT_LOGGER_NAME)) {
            start(Map.of());
            try (WireClient client = new WireClient(broker.port())) {
                client.sendRaw("GET /mqtt HTTP/1.1\r\nContent-Length: 1000\r\n\r\nabc".getBytes());
            }
            device.ping();
            endBroker();
            assertThat(all.lines()).isEmpty();
        }
    }

    @Test
    void aPacketThatTakesTooLong() throws IOException {
        start(Map.of("packet-timeout", 1));
        try (WireClient slow = WireClient.clean(broker.port(), "slow")) {
            slow.sendRaw(HexFormat.of().parseHex("307f0001"));
            assertThat(slow.closedByBroker()).isTrue();
        }
        assertSaid("client id \"slow\": a packet that took more than 1 s (packet-timeout in broker.xml); closed");
    }

    /** As of a packet: a client on a WebSocket that was let in may send it in one frame. */
    @Test
    void halfAFrameOfAWebSocketIsHalfAPacket() throws IOException {
        start(Map.of("max-unfinished", 100_000));
        try (WebSocketWire client = new WebSocketWire(broker.port())) {
            client.send(HexFormat.of().parseHex("101000044d5154540402003c000468616c66"));
            assertThat(client.receive()).isEqualTo(0x20);
            client.begin(200_000, new byte[50_000]);
            client.goOn(new byte[60_000]);
            assertThat(client.closedByBroker()).isTrue();
        }
        assertSaid("too many bytes of unfinished packets altogether (max-unfinished in broker.xml); closed");
    }

    @Test
    void aFrameOfAWebSocketIsNotWaitedForEither() throws IOException {
        start(Map.of("packet-timeout", 1));
        try (WebSocketWire client = new WebSocketWire(broker.port())) {
            client.send(HexFormat.of().parseHex("101000044d5154540402003c000468616c66"));
            assertThat(client.receive()).isEqualTo(0x20);
            client.begin(200, new byte[50]);
            assertThat(client.closedByBroker()).isTrue();
        }
        assertSaid("a frame of a WebSocket that took more than 1 s (packet-timeout in broker.xml); closed");
    }

    @Test
    void unfinishedPacketsOfAllTogether() throws IOException {
        start(Map.of("max-unfinished", 100_000));
        List<WireClient> hogs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            WireClient hog = WireClient.clean(broker.port(), "hog" + i);
            hog.sendRaw(HexFormat.of().parseHex("30c0bb03"));
            hog.sendRaw(new byte[30_000]);
            hogs.add(hog);
        }
        assertSaid("too many bytes of unfinished packets altogether (max-unfinished in broker.xml); closed");
        hogs.forEach(WireClient::close);
    }

    @ParameterizedTest
    @CsvSource({
        "max-topic-levels, 3, a/b/c, a/b/c/d, has 4 levels",
        "max-topic-length, 16, abcdefghijklmnop, abcdefghijklmnopq, has more characters than 16 (max-topic-length in broker.xml)"
    })
    void topics(String limit, int value, String right, String wrong, String line) throws IOException {
        start(Map.of(limit, value));
        try (WireClient client = WireClient.clean(broker.port(), "client")) {
            client.subscribe(right, 1);
            client.publish(false, 0, false, right, 0, "x");
            assertThat(client.receive().topic()).isEqualTo(right);
            client.send(0x82, WireClient.bytes(o -> {
                o.writeShort(2);
                o.writeUTF(wrong);
                o.writeByte(1);
            }));
            assertThat(client.nextPacket()).isEqualTo("90000280");
            client.publish(false, 0, false, wrong, 0, "x");
            assertThat(client.closedByBroker()).isTrue();
        }
        assertSaid(line);
    }

    @Test
    void subscriptions() throws IOException {
        start(Map.of("max-subscriptions", 3));
        WireClient client = WireClient.persistent(broker.port(), "client");
        client.subscribe("a", 1);
        client.subscribe("b", 1);
        client.disconnect();
        try (WireClient again = new WireClient(broker.port());
                WireClient young = mqtt5("young", 0)) {
            again.connect("client", false);
            // What it has, it may ask for again.
            again.send(0x82, HexFormat.of().parseHex("0006" + "00016101" + "00016201"));
            assertThat(again.nextPacket()).isEqualTo("9000060101");
            again.send(0x82, HexFormat.of().parseHex("0007" + "00016301" + "00016401"));
            assertThat(again.nextPacket()).isEqualTo("9000070180");
            assertThat(young.nextPacket()).startsWith("20");
            young.send(0x82, HexFormat.of().parseHex("000700" + "00016100" + "00016200" + "00016300" + "00016400"));
            assertThat(young.nextPacket()).isEqualTo("90000700" + "000000" + "97");
        }
        assertSaid("client id \"client\": more than 3 subscriptions (max-subscriptions in broker.xml); not subscribed");
    }

    /** What a subscription takes depends on its filter. */
    @Test
    void memoryOfLongFilters() throws IOException {
        start(Map.of("max-client-memory", 200_000));
        int shortOnes = subscriptions("");
        int longOnes = subscriptions("/x".repeat(60) + "y".repeat(800));

        assertThat(shortOnes).isGreaterThan(10);
        assertThat(longOnes).isPositive().isLessThan(shortOnes / 2);
        assertSaid("no memory for one more subscription: ");
    }

    private int subscriptions(String rest) {
        int granted = 0;
        try (WireClient client = WireClient.clean(broker.port(), "client")) {
            while (client.subscribe(granted + rest, 1) == 1) {
                granted++;
            }
            client.disconnect();
        }
        return granted;
    }

    @Test
    void memoryOfWills() throws IOException {
        start(Map.of("max-client-memory", 200_000));
        List<WireClient> open = new ArrayList<>();
        int code = 0;
        while (code == 0) {
            WireClient client = new WireClient(broker.port());
            open.add(client);
            code = client.connect(withWill("w" + open.size(), 40_000)).code();
        }
        assertThat(code).isEqualTo(3);
        assertThat(open).hasSize(4);
        // Who has a session comes back to it, with its will, but not with a larger one.
        try (WireClient back = new WireClient(broker.port());
                WireClient larger = new WireClient(broker.port())) {
            assertThat(back.connect(withWill("w1", 40_000)).code()).isZero();
            back.subscribe("t", 1);
            assertThat(larger.connect(withWill("w2", 65_000)).code()).isEqualTo(3);
        }
        open.forEach(WireClient::close);
        assertSaid("no memory for one more client: 4 sessions and 0 subscriptions take 0.2 of 0.2 MB");
    }

    private static WireClient.Connect withWill(String clientId, int size) {
        return new WireClient.Connect(clientId, false)
                .will(new WireClient.Will("will/" + clientId, "x".repeat(size), 1, false, new Properties5()));
    }

    @Test
    void memoryOfTopicAliases() throws IOException {
        start(Map.of("max-client-memory", 100_000));
        for (int round = 0; round < 3; round++) {
            // What one has had is free when it is gone.
            try (WireClient young = new WireClient(broker.port(), 5)) {
                young.connect(new WireClient.Connect("young", true));
                int alias = 0;
                String answer = "";
                while (!answer.startsWith("e0") && alias < 100) {
                    alias++;
                    young.publish(
                            false,
                            1,
                            false,
                            alias + "/" + "t".repeat(1_000),
                            1,
                            "x",
                            new Properties5().u16(Properties5.TOPIC_ALIAS, alias));
                    answer = young.nextPacket();
                }
                assertThat(answer).isEqualTo("e09700");
                assertThat(alias).isBetween(20, 60);
                assertThat(young.closedByBroker()).isTrue();
            }
        }
        assertSaid("no memory for one more topic alias: ");
    }

    @Test
    void memoryOfMessagesThatAreNotReleased() throws IOException {
        start(Map.of("max-client-memory", 45_000));
        try (WireClient young = new WireClient(broker.port(), 5);
                WireClient modest = WireClient.clean(broker.port(), "modest")) {
            young.connect(new WireClient.Connect("young", true));
            int id = 0;
            String answer = "";
            while (!answer.startsWith("e0") && id < 60_000) {
                id++;
                young.publish(false, 2, false, "t", id, "x");
                answer = young.nextPacket();
            }
            assertThat(answer).isEqualTo("e09700");
            assertThat(id).isGreaterThan(100);
            modest.publish(false, 2, false, "t", 1, "x");
            modest.complete(1);
        }
        assertSaid("without a PUBREL: ");
    }

    @Test
    void memoryOfRetainedProperties() throws IOException {
        start(Map.of("max-retained-memory", 60_000));
        try (WireClient young = new WireClient(broker.port(), 5)) {
            young.connect(new WireClient.Connect("young", true));
            young.publish(false, 1, true, "small", 1, "x", new Properties5().user("key", "v"));
            assertThat(young.nextPacket()).startsWith("400001").doesNotStartWith("40000197");
            young.publish(false, 1, true, "large", 1, "x", new Properties5().user("key", "v".repeat(20_000)));
            assertThat(young.nextPacket()).startsWith("40000197");
        }
        assertSaid("(max-retained-memory in broker.xml): no room for \"large\"; not published");
    }

    @Test
    void memoryOfRetainedWills() throws IOException {
        start(Map.of("max-retained", 1));
        device.retain("status/1", "online");
        device.subscribe("status/+", 1);
        assertThat(device.receive().payload()).isEqualTo("online");
        device.puback(device.lastId());
        for (String topic : List.of("status/1", "status/2")) {
            try (WireClient client = new WireClient(broker.port())) {
                client.connect(new WireClient.Connect("client", true)
                        .will(new WireClient.Will(topic, "offline", 1, true, new Properties5())));
            }
            assertThat(device.receive())
                    .returns(topic, WireClient.Publish::topic)
                    .returns("offline", WireClient.Publish::payload);
            device.puback(device.lastId());
        }
        try (WireClient late = WireClient.clean(broker.port(), "late")) {
            late.subscribe("status/#", 0);
            assertThat(late.receive().topic()).isEqualTo("status/1");
            late.publish(false, 0, false, "status/2/end", 0, "end");
            assertThat(late.receive().payload()).isEqualTo("end");
        }
        assertSaid("and not yet on \"status/2\"; the will is to be sent, not kept");
    }

    @Test
    void queuedMessages() throws IOException {
        start(Map.of("max-queued-messages", 10));
        WireClient away = WireClient.persistent(broker.port(), "a.way");
        away.subscribe("t/#", 1);
        away.disconnect();
        device.subscribe("t/#", 1);
        try (WireClient sender = WireClient.clean(broker.port(), "sender")) {
            for (int i = 1; i <= 15; i++) {
                sender.publishAcked("t/x", i, "message " + i);
                assertThat(device.receive().payload()).isEqualTo("message " + i);
                device.puback(device.lastId());
            }
        }
        assertSaid(
                "client id \"a.way\": more than 10 messages wait for its subscription of t.# (max-queued-messages in broker.xml); the newest are dropped");
        broker.close();
        broker = Broker.start(new BrokerSettings("127.0.0.1", 0, folder.resolve("etc"), folder.resolve("data")));
        device = WireClient.clean(broker.port(), "device");
        device.publishAcked("t/y", 9, "too many still");
        try (WireClient back = new WireClient(broker.port())) {
            assertThat(back.connect("a.way", false)).isTrue();
            for (int i = 1; i <= 10; i++) {
                assertThat(back.receive().payload()).isEqualTo("message " + i);
                back.puback(back.lastId());
            }
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                device.publishAcked("t/x", 10, "again");
                assertThat(back.receive().payload()).isEqualTo("again");
            });
        }
    }

    @Test
    void retainedTopics() throws IOException {
        start(Map.of("max-retained", 2));
        device.subscribe("r/#", 1);
        try (WireClient sender = WireClient.clean(broker.port(), "sender")) {
            for (String topic : List.of("r/a", "r/b", "r/c", "r/a")) {
                sender.publish(false, 1, true, topic, 1, "on");
                sender.awaitPuback(1);
                assertThat(device.receive().topic()).isEqualTo(topic);
                device.puback(device.lastId());
            }
        }
        assertSaid(
                "there are retained messages on 2 topics already (max-retained in broker.xml), and not yet on \"r/c\"; sent on, not kept");
        try (WireClient late = WireClient.clean(broker.port(), "late")) {
            late.subscribe("r/#", 0);
            assertThat(late.receive(2)).extracting(WireClient.Publish::topic).containsExactlyInAnyOrder("r/a", "r/b");
            device.publish(false, 0, false, "r/end", 0, "end");
            assertThat(late.receive().topic()).isEqualTo("r/end");
            assertThat(device.receive().topic()).isEqualTo("r/end");
        }
    }

    @Test
    void sessionExpiry() throws IOException {
        start(Map.of("max-session-expiry", 100));
        try (WireClient modest = mqtt5("modest", 100);
                WireClient greedy = mqtt5("greedy", -1)) {
            assertThat(modest.nextPacket()).startsWith("200000").doesNotContain("1100000064");
            assertThat(greedy.nextPacket()).startsWith("200000").contains("1100000064");
        }
        device = null;
    }

    @ParameterizedTest
    @CsvSource({
        "max-packet-size, 12, 'max-packet-size must be a whole number from 1024 to 268435455, but was \"12\"'",
        "connect-timeout, soon, 'connect-timeout must be a whole number from 1 to 3600, but was \"soon\"'"
    })
    void aBadValueIsSaidInOneLine(String limit, String value, String message) throws IOException {
        Path etc = etc(Map.of(limit, value));
        assertThatThrownBy(() -> Broker.start(new BrokerSettings("127.0.0.1", 0, etc, folder.resolve("data"))))
                .isInstanceOf(BrokerException.class)
                .hasMessage(etc.resolve("broker.xml") + ": " + message);
    }

    @Test
    void aLimitThatDoesNotExistIsSaid() throws IOException {
        Path etc = etc(Map.of());
        Path file = etc.resolve("broker.xml");
        Files.writeString(file, Files.readString(file).replace("key=\"max-connections\"", "key=\"max-conections\""));
        assertThatThrownBy(() -> Broker.start(new BrokerSettings("127.0.0.1", 0, etc, folder.resolve("data"))))
                .hasMessageStartingWith(file + ": there is no limit max-conections; the limits are max-packet-size, ");
    }
}
