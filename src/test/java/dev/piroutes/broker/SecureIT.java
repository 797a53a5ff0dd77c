package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.piroutes.kit.LogLines;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client of the secure profile may not: how it is told, and the line in the broker's log. */
@Timeout(60)
class SecureIT {

    @TempDir
    static Path folder;

    private static SecureBroker broker;
    private static LogLines log;

    @BeforeAll
    static void start() {
        log = new LogLines("dev.piroutes.broker");
        broker = SecureBroker.start(folder, "none");
    }

    @AfterAll
    static void stop() {
        broker.close();
        log.close();
    }

    /** An address of its own for each case, or the log would have counted them together. */
    private static String address(int number) {
        return "127.0.1." + number;
    }

    static Stream<Arguments> connects() {
        String a = broker.password("PicoA");
        String alice = broker.password("alice");
        return Stream.of(
                arguments(1, Connect.of(4, "PicoA", "PicoA", "wrong"), "200004", wrong("PicoA", "a wrong")),
                arguments(2, Connect.of(5, "PicoA", "PicoA", "wrong"), "20008600", wrong("PicoA", "a wrong")),
                arguments(3, Connect.of(4, "PicoA", "PicoA", ""), "200004", wrong("PicoA", "no")),
                arguments(4, new Connect(4, "PicoA", "PicoA", null, null), "200004", wrong("PicoA", "no")),
                arguments(
                        5,
                        Connect.of(4, "PicoA", "PicoA", broker.password("PicoB")),
                        "200004",
                        wrong("PicoA", "a wrong")),
                arguments(6, Connect.of(4, "Eve", "Eve", a), "200004", unknown("Eve")),
                arguments(7, Connect.of(5, "Eve", "Eve", a), "20008600", unknown("Eve")),
                arguments(8, Connect.of(4, "PicoA", "picoa", a), "200004", unknown("picoa")),
                arguments(
                        9,
                        new Connect(4, "PicoA", null, null, null),
                        "200004",
                        "client id \"PicoA\" gave no user name: nobody is anonymous here"),
                arguments(10, Connect.of(4, "PicoB", "PicoA", a), "200002", id("PicoA", "PicoB", "\"PicoA\"")),
                arguments(11, Connect.of(5, "PicoB", "PicoA", a), "20008500", id("PicoA", "PicoB", "\"PicoA\"")),
                arguments(12, Connect.of(4, "PicoA-2", "PicoA", a), "200002", id("PicoA", "PicoA-2", "\"PicoA\"")),
                arguments(13, Connect.of(4, "", "PicoA", a), "200002", id("PicoA", "", "\"PicoA\"")),
                arguments(
                        14,
                        Connect.of(4, "PicoA", "alice", alice),
                        "200002",
                        id("alice", "PicoA", "\"alice\" or \"alice-…\"")),
                arguments(
                        15,
                        Connect.of(4, "any", "alice", alice),
                        "200002",
                        id("alice", "any", "\"alice\" or \"alice-…\"")),
                arguments(
                        16,
                        Connect.of(4, "alice-1", "Page", broker.password("Page")),
                        "200002",
                        id("Page", "alice-1", "\"Page\" or \"Page-…\"")),
                arguments(
                        17,
                        Connect.of(4, "PicoA", "PicoA", a).withWill("lab/devB/status"),
                        "200005",
                        needs("PicoA", "leave a will on", "write", "lab/devB/status")),
                arguments(
                        18,
                        Connect.of(5, "PicoA", "PicoA", a).withWill("lab/devB/status"),
                        "20008700",
                        needs("PicoA", "leave a will on", "write", "lab/devB/status")));
    }

    private static String wrong(String user, String what) {
        return "user \"" + user + "\" gave " + what + " password: the right one is in its " + user + ".properties";
    }

    private static String unknown(String user) {
        return "there is no user \"" + user + "\": pi-routes secure makes one for each device, and with --user=" + user
                + " for a person";
    }

    private static String id(String user, String id, String right) {
        return "user \"" + user + "\" may not use client id \"" + id + "\": it would have to be " + right;
    }

    private static String needs(String user, String what, String access, String topic) {
        return "user \"" + user + "\" may not " + what + " \"" + topic + "\": that needs \"topic " + access + " "
                + topic + "\" below \"user " + user + "\" in permissions.acl";
    }

    @ParameterizedTest
    @MethodSource("connects")
    void refusesToConnect(int number, Connect connect, String connack, String line) throws Exception {
        try (WireClient client = broker.open(address(number))) {
            client.send(0x10, connect.body());

            // 3.1.1: session present and code; 5: the same and properties.
            assertThat(client.nextPacket()).startsWith(connack.substring(0, 6));
            assertThat(client.closedByBroker()).isTrue();
        }
        said(number, line);
    }

    static Stream<Arguments> publishes() {
        return Stream.of(
                arguments(20, 4, 0, false, "lab/led/ack", "closed"),
                arguments(21, 4, 1, false, "lab/led/ack", "closed"),
                arguments(22, 4, 2, false, "lab/led/ack", "closed"),
                arguments(23, 4, 1, true, "lab/devB/status", "closed"),
                arguments(24, 4, 1, false, "lab/LED/cmd", "closed"),
                arguments(25, 4, 1, false, "lab/led/cmd/x", "closed"),
                arguments(26, 4, 1, false, "lab/led", "closed"),
                arguments(27, 5, 1, false, "lab/led/ack", "40000787"),
                arguments(28, 5, 2, false, "lab/led/ack", "50000787"),
                arguments(29, 5, 0, false, "lab/led/ack", "d0"));
    }

    @ParameterizedTest
    @MethodSource("publishes")
    void refusesToPublish(int number, int version, int qos, boolean retain, String topic, String answer)
            throws Exception {
        try (WireClient alice = broker.connected(4, "127.0.0.1", "alice");
                WireClient client = broker.connected(version, address(number), "PicoA")) {
            alice.subscribe("lab/#", 1);

            publish(client, version, qos, retain, topic, "forbidden");
            if (qos == 0) {
                client.send(0xc0, new byte[0]);
            }

            assertThat(client.nextPacket()).startsWith(answer);
            // What was denied would have come before.
            alice.publish(false, 0, false, "lab/sentinel", 0, "sentinel");
            assertThat(liveOf(alice).payload()).isEqualTo("sentinel");
            if (version == 5) {
                publish(client, 5, 1, false, "lab/led/cmd", "permitted");
                assertThat(client.nextPacket()).as("the connection goes on").startsWith("400007");
                assertThat(liveOf(alice).payload()).isEqualTo("permitted");
            }
        }
        said(number, needs("PicoA", "publish to", "write", topic));
    }

    private static WireClient.Publish liveOf(WireClient client) {
        WireClient.Publish next = client.receive();
        while (next.retain() || next.topic().endsWith("/status")) {
            next = client.receive();
        }
        return next;
    }

    private static void publish(WireClient client, int version, int qos, boolean retain, String topic, String payload) {
        client.send(0x30 | qos << 1 | (retain ? 1 : 0), WireClient.bytes(o -> {
            o.writeUTF(topic);
            if (qos > 0) {
                o.writeShort(7);
            }
            if (version == 5) {
                o.writeByte(0);
            }
            o.write(payload.getBytes(StandardCharsets.UTF_8));
        }));
    }

    @Test
    void refusesATopicAliasThatStandsForAForbiddenTopic() throws Exception {
        try (WireClient client = broker.connected(5, address(30), "PicoA")) {
            for (String topic : List.of("lab/led/ack", "")) {
                client.send(0x32, WireClient.bytes(o -> {
                    o.writeUTF(topic);
                    o.writeShort(7);
                    o.write(new byte[] {3, 0x23, 0, 1});
                    o.writeBytes("x");
                }));
                assertThat(client.nextPacket()).startsWith("40000787");
            }
        }
        said(30, needs("PicoA", "publish to", "write", "lab/led/ack"));
    }

    static Stream<Arguments> subscribes() {
        return Stream.of(
                arguments(40, 4, "#", "80"),
                arguments(41, 5, "#", "87"),
                arguments(42, 4, "+/+/+", "80"),
                arguments(43, 4, "lab/led/#", "80"),
                arguments(44, 4, "lab/led/+", "80"),
                arguments(45, 4, "lab/led/ack", "80"),
                arguments(46, 4, "lab/x/#", "80"),
                arguments(47, 5, "lab/devA/status", "87"));
    }

    @ParameterizedTest
    @MethodSource("subscribes")
    void refusesToSubscribe(int number, int version, String filter, String code) throws Exception {
        try (WireClient client = broker.connected(version, address(number), "PicoB")) {
            subscribe(client, version, filter);

            assertThat(client.nextPacket()).startsWith("900009").endsWith(code);
        }
        said(number, needs("PicoB", "subscribe to", "read", filter));
    }

    @Test
    void refusesASharedSubscriptionByWhatItsFilterMatches() throws Exception {
        try (WireClient client = broker.connected(5, address(50), "PicoB")) {
            subscribe(client, 5, "$share/g/lab/#");
            assertThat(client.nextPacket()).endsWith("87");
            subscribe(client, 5, "$share/g/lab/led/cmd");
            assertThat(client.nextPacket()).endsWith("01");
        }
        said(50, needs("PicoB", "subscribe to", "read", "lab/#"));
    }

    @Test
    void grantsOfSeveralFiltersThoseThatAreAllowed() throws Exception {
        try (WireClient client = broker.connected(4, address(51), "PicoB")) {
            subscribe(client, 4, "lab/led/cmd", "#", "lab/x/+", "lab/x/1");

            assertThat(client.nextPacket()).isEqualTo("90" + "0009" + "01" + "80" + "01" + "01");
        }
        said(51, needs("PicoB", "subscribe to", "read", "#"));
    }

    private static void subscribe(WireClient client, int version, String... filters) {
        client.send(0x82, WireClient.bytes(o -> {
            o.writeShort(9);
            if (version == 5) {
                o.writeByte(0);
            }
            for (String filter : filters) {
                o.writeUTF(filter);
                o.writeByte(1);
            }
        }));
    }

    @Test
    void letsEveryoneDoWhatIsTheirs() throws Exception {
        try (WireClient b = broker.connected(4, "127.0.0.1", "PicoB");
                WireClient a = broker.connected(4, "127.0.0.1", "PicoA")) {
            b.subscribe("lab/led/cmd", 1);
            a.publishAcked("lab/led/cmd", 1, "TOGGLE");
            assertThat(b.receive().payload()).isEqualTo("TOGGLE");
        }
    }

    /** One line, and the exact one, however often it is tried. */
    private static void said(int number, String line) {
        String expected = "denied " + address(number) + ": " + line;
        await().atMost(Duration.ofSeconds(20)).until(() -> log.contains("denied " + address(number) + ":"));
        assertThat(log.lines().stream().filter(said -> said.contains(address(number) + ":")))
                .containsExactly(expected);
    }
}
