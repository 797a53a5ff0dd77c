package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.piroutes.kit.LogLines;
import dev.piroutes.kit.Tls;
import dev.piroutes.secure.SecureFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

/** Whatever an acceptor of broker.xml is called: what connects to it meets the same limits as on the shipped one. */
@Timeout(60)
class ListenersIT {
    private static final String SECOND = "tcp://127.0.0.1:0?protocols=MQTT";

    @TempDir
    Path folder;

    private LogLines log;

    @BeforeEach
    void listen() {
        log = new LogLines(Logger.ROOT_LOGGER_NAME);
    }

    @AfterEach
    void stop() {
        log.close();
    }

    /** The shipped folder with one more acceptor. */
    private Path etc(String name, String address) throws IOException {
        Path etc = Files.createDirectories(folder.resolve("etc"));
        String xml = Files.readString(Path.of("broker-etc", "broker.xml"));
        String changed =
                xml.replace("</acceptors>", "<acceptor name=\"" + name + "\">" + address + "</acceptor></acceptors>");
        assertThat(changed).isNotEqualTo(xml);
        Files.writeString(etc.resolve("broker.xml"), changed);
        return etc;
    }

    private BrokerSettings settings(String name, String address) throws IOException {
        return new BrokerSettings("127.0.0.1", 0, etc(name, address), folder.resolve("data"));
    }

    private static int portOf(Broker broker, String name) {
        return broker.listeners().stream()
                .filter(listener -> listener.name().equals(name))
                .mapToInt(Listener::port)
                .findFirst()
                .orElseThrow();
    }

    private void assertSaid(String text) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(log.lines()).anyMatch(line -> line.contains(text)));
    }

    @ParameterizedTest
    @CsvSource({
        "web, 30ffffff7f, true, a packet of 268435460 bytes, more than 262144; closed",
        "a, 30ffffff7f, true, a packet of 268435460 bytes, more than 262144; closed",
        "web, 10ffffff7f00044d515454, false, a packet of 268435460 bytes, more than 262144; closed",
        "web, 6a756e6b6a756e6b, false, the first bytes are not a CONNECT; closed",
        "web, 3002ffff, true, a field goes beyond the end of its packet; closed"
    })
    void guardsEachAcceptor(String name, String bytes, boolean connected, String line) throws IOException {
        try (Broker broker = Broker.start(settings(name, SECOND));
                WireClient bad = new WireClient(portOf(broker, name));
                WireClient good = WireClient.clean(broker.port(), "good")) {
            if (connected) {
                bad.connect("bad", true);
            }
            bad.sendRaw(HexFormat.of().parseHex(bytes));
            assertThat(bad.closedByBroker()).isTrue();
            good.publishAcked("t", 1, "goes on");
            assertSaid(line);
            assertThat(log.lines()).hasSize(1);
        }
    }

    @Test
    void whatAnAcceptorLeavesOutIsAsOnTheShippedOne() throws IOException {
        try (Broker broker = Broker.start(settings("web", SECOND));
                WireClient slow = new WireClient(portOf(broker, "web"));
                WireClient sender = WireClient.clean(broker.port(), "sender")) {
            slow.connect("slow", true);
            slow.subscribe("t", 1);
            for (int id = 1; id <= 150; id++) {
                sender.publishAcked("t", id, "message " + id);
            }
            // defaultMaximumInFlightPublishMessages: Artemis's own is 65535.
            assertThat(slow.receive(100))
                    .last()
                    .extracting(WireClient.Publish::payload)
                    .isEqualTo("message 100");
            assertThat(slow.arrived()).isEmpty();
        }
    }

    @Test
    void webSocketOnAPortOfItsOwn() throws Exception {
        try (Broker broker = Broker.start(settings("web", SECOND));
                WebSocketWire client = new WebSocketWire(portOf(broker, "web"))) {
            client.send(HexFormat.of().parseHex("100d00044d5154540402003c000177"));
            assertThat(client.receive()).isEqualTo(0x20);
            // Of 300 KB in one frame nothing may be kept: the limit of a frame is that of a packet.
            client.send(new byte[300_000]);
            assertThat(client.closedByBroker()).isTrue();
            // Netty sends the closing frame before it tells what was wrong.
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(log.lines()).hasSize(1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:0",
        "'tcp://127.0.0.1:0?protocols=CORE'",
        "'tcp://127.0.0.1:0?protocols=MQTT,CORE'",
        "vm://0"
    })
    void refusesAnAcceptorThatNobodyGuards(String address) throws IOException {
        BrokerSettings settings = settings("other", address);

        assertThatThrownBy(() -> Broker.start(settings))
                .isInstanceOf(BrokerException.class)
                .hasMessage(
                        "the acceptor \"other\" in broker.xml is not for MQTT alone, and clients of anything else would"
                                + " pass all limits and permissions: write tcp://HOST:PORT?protocols=MQTT (WebSocket is part of it),"
                                + " or remove it");
    }

    @Test
    void aPortThatIsTakenIsToldWithTheAcceptorsName() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            BrokerSettings settings = settings("web", "tcp://127.0.0.1:" + taken.getLocalPort() + "?protocols=MQTT");

            assertThatThrownBy(() -> Broker.start(settings))
                    .isInstanceOf(BrokerException.class)
                    .hasMessageStartingWith(
                            "the acceptor \"web\" cannot listen on 127.0.0.1, port " + taken.getLocalPort() + ": ")
                    .hasMessageContaining("Address already in use");
        }
    }

    @Test
    void theMainOneMayHaveAnyName() throws IOException {
        Path etc = etc("z", SECOND);
        Path file = etc.resolve("broker.xml");
        Files.writeString(
                file, Files.readString(file).replace("<acceptor name=\"mqtt\">", "<acceptor name=\"clients\">"));

        try (Broker broker = Broker.start(new BrokerSettings("127.0.0.1", 0, etc, folder.resolve("data")))) {
            assertThat(broker.listeners()).extracting(Listener::name).containsExactly("clients", "z");
            assertThat(broker.port()).isEqualTo(portOf(broker, "clients"));
            WireClient.clean(broker.port(), "client").disconnect();
        }
    }

    private BrokerSettings secure(String address, String overlay) throws IOException {
        Path users = SecureBroker.copy(folder);
        Path etc = etc("local", address);
        String xml = Files.readString(Path.of("broker-etc", "secure.xml"));
        Files.writeString(etc.resolve("secure.xml"), xml.replace("</acceptors>", overlay + "</acceptors>"));
        return new BrokerSettings(
                "127.0.0.1",
                0,
                etc,
                folder.resolve("data"),
                List.of(BrokerSettings.SECURE),
                Map.of(
                        "secure.dir", users.toString(),
                        "secure.keys", users.resolve("server.p12").toString(),
                        "secure.keys-password", SecureFolder.keystorePassword(users)));
    }

    @Test
    void plainOnLoopbackAndTlsOutside() throws Exception {
        BrokerSettings settings = secure("tcp://127.0.0.1:0?protocols=MQTT", "");
        try (Broker broker = Broker.start(settings);
                WireClient nobody = new WireClient(portOf(broker, "local"));
                WireClient device = new WireClient(portOf(broker, "local"));
                WireClient outside = new WireClient(
                        Tls.connect(Tls.trusting(folder.resolve("secure")), "127.0.0.1", broker.port()))) {
            assertThat(broker.listeners()).extracting(Listener::tls).containsExactly(true, false);
            nobody.send(0x10, Connect.of(4, "x", null, null).body());
            assertThat(nobody.nextPacket()).isEqualTo("200004");
            for (WireClient client : List.of(device, outside)) {
                client.send(
                        0x10,
                        Connect.of(4, "PicoB", "PicoB", SecureBroker.password(folder.resolve("secure"), "PicoB"))
                                .body());
                assertThat(client.nextPacket()).startsWith("20").endsWith("00");
            }
        }
    }

    @Test
    void plainForOthersIsRefusedUnderSecure() throws Exception {
        BrokerSettings settings = secure("tcp://0.0.0.0:9001?protocols=MQTT", "");

        assertThatThrownBy(() -> Broker.start(settings))
                .isInstanceOf(BrokerException.class)
                .hasMessage(
                        "the acceptor \"local\" in broker.xml listens on 0.0.0.0:9001 without TLS, which the profile"
                                + " secure allows on this machine only: bind it to 127.0.0.1, or give it the TLS parameters that"
                                + " secure.xml gives the acceptor mqtt");
    }

    @Test
    void aSecondPortWithTls() throws Exception {
        String parameters = Files.readString(Path.of("broker-etc", "secure.xml"))
                .replaceAll("(?s).*<acceptor name=\"mqtt\">(.*?)</acceptor>.*", "$1");
        BrokerSettings settings =
                secure("tcp://0.0.0.0:0?protocols=MQTT", "<acceptor name=\"local\">" + parameters + "</acceptor>");
        try (Broker broker = Broker.start(settings);
                WireClient client = new WireClient(
                        Tls.connect(Tls.trusting(folder.resolve("secure")), "127.0.0.1", portOf(broker, "local")))) {
            client.send(
                    0x10,
                    Connect.of(4, "PicoB", "PicoB", SecureBroker.password(folder.resolve("secure"), "PicoB"))
                            .body());
            assertThat(client.nextPacket()).isEqualTo("200000");
        }
    }

    @Test
    void anOverlayForAnAcceptorThatIsNotThereIsToldInOneLine() throws Exception {
        BrokerSettings settings = secure(SECOND, "<acceptor name=\"lokal\">;sslEnabled=true</acceptor>");

        assertThatThrownBy(() -> Broker.start(settings))
                .isInstanceOf(BrokerException.class)
                .hasMessage(
                        "broker.xml has no acceptor \"lokal\", which a file that is laid over it adds parameters to");
    }
}
