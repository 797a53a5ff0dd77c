package dev.piroutes.reliability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.piroutes.broker.Broker;
import dev.piroutes.kit.LogLines;
import dev.piroutes.kit.Mosquitto;
import dev.piroutes.kit.TestLab;
import dev.piroutes.kit.Watcher;
import dev.piroutes.mqtt.Mqtt5Client;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No message stops a device: whoever may publish to what it has subscribed to can send any. */
@Timeout(120)
class AnyMessageIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String EMOJI = "csc2106/\uD83D\uDE00/status";
    private static final int HEAD = 400_000;

    /** Its session stays, so what it cannot take would come again and again. */
    private static final String ANY =
            """
            - route:
                id: any
                from:
                  uri: paho:csc2106/#
                  parameters: {client: "#any", qos: 2}
                  steps:
                    - to: {uri: mock:got}
            - beans:
                - name: any
                  type: dev.piroutes.mqtt.MqttDevice
                  properties: {clientId: Any, acceptRetained: true}
            """;

    @TempDir
    Path folder;

    @Test
    void anEmojiStatusReachesTheMonitorAndTheNextOnesToo() throws Exception {
        try (Broker broker = TestLab.broker(folder)) {
            reachesTheMonitor("tcp", broker.port(), 1, true);
        }
    }

    @Tag("full")
    @ParameterizedTest
    @CsvSource({"0, false", "1, false", "2, false"})
    void anEmojiStatusOfAnyQos(int qos, boolean retained) throws Exception {
        try (Broker broker = TestLab.broker(folder)) {
            reachesTheMonitor("tcp", broker.port(), qos, retained);
        }
    }

    @Test
    void alsoOverWebSocket() throws Exception {
        try (Broker broker = TestLab.broker(folder)) {
            reachesTheMonitor("ws", broker.port(), 1, false);
        }
    }

    @Tag("full")
    @ParameterizedTest
    @CsvSource({"0, false", "1, false", "2, false", "1, true"})
    void alsoOverMosquitto(int qos, boolean retained) throws Exception {
        try (Mosquitto broker = Mosquitto.start(folder)) {
            reachesTheMonitor("tcp", broker.port(), qos, retained);
        }
    }

    private void reachesTheMonitor(String scheme, int port, int qos, boolean retained) throws Exception {
        try (LogLines log = new LogLines("dev.piroutes");
                Watcher others = new Watcher(port, "nothing")) {
            for (int run = 1; run <= 2; run++) {
                try (TestLab lab = new TestLab(scheme + "://127.0.0.1:" + port, folder).start("monitor")) {
                    lab.awaitConnected("monitor");
                    publish(port, EMOJI, qos, retained, "here " + run);
                    for (int i = 1; i <= 15; i++) {
                        others.publish("csc2106/dev" + i + "/status", "run " + run);
                    }
                    int now = run;
                    await("all of run " + run).atMost(LIMIT).untilAsserted(() -> assertThat(log.lines())
                            .contains(EMOJI + " is here " + now, "csc2106/dev15/status is run " + now));
                    assertThat(log.lines().stream().filter(line -> line.endsWith("is run " + now)))
                            .hasSize(15);
                    assertThat(lab.device("monitor").isConnected()).isTrue();
                }
            }
            assertThat(log.lines()).noneMatch(line -> line.contains("trying again"));
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "2"})
    void whatCameWhileItWasAwayComesInOrder(int qos) throws Exception {
        try (Broker broker = TestLab.broker(folder)) {
            int port = broker.port();
            try (TestLab lab = any(port)) {
                lab.awaitConnected("any");
            }
            List<String> expected = new ArrayList<>();
            for (String topic :
                    List.of("csc2106/1", EMOJI, "csc2106/\uFF21\uFFFD", "csc2106/2", EMOJI, "csc2106/\uE000")) {
                publish(port, topic, qos, false, "p");
                expected.add(topic);
            }
            for (int run = 0; run < 2; run++) {
                try (TestLab lab = any(port)) {
                    publish(port, "csc2106/sentinel", qos, false, "p");
                    expected.add("csc2106/sentinel");
                    await().atMost(LIMIT)
                            .untilAsserted(() -> assertThat(topics(lab)).isEqualTo(expected));
                }
                expected.clear();
            }
        }
    }

    /** The device sends such topics as well, and may have one as its status topic. */
    @ParameterizedTest
    @CsvSource({"0", "1", "2"})
    void anEmojiTopicIsSentToo(int qos) throws Exception {
        try (Broker broker = TestLab.broker(folder);
                TestLab lab = any(broker.port())) {
            lab.awaitConnected("any");
            MqttMessage message = new MqttMessage("p".getBytes(UTF_8));
            message.setQos(qos);
            lab.device("any").publish(EMOJI, message);
            await().atMost(LIMIT).untilAsserted(() -> assertThat(topics(lab)).containsExactly(EMOJI));
        }
    }

    @Test
    void birthWillAndSubscriptionMayHaveEmoji() throws Exception {
        String school = "\uD83C\uDFEB";
        Path own = folder.resolve("own.camel.yaml");
        Files.writeString(
                own,
                ANY.replace("csc2106/#", school + "/cmd")
                        .replace("clientId: Any", "clientId: Own, statusTopic: " + school + "/status")
                        .replace("name: any", "name: own")
                        .replace("#any", "#own"));
        Path watch = folder.resolve("any.camel.yaml");
        Files.writeString(
                watch,
                ANY.replace("csc2106/#", "+/status")
                        .replace("mock:got", "mock:statuses")
                        .replace("id: any", "id: statuses"));
        try (Broker broker = TestLab.broker(folder)) {
            TestLab watching = new TestLab("tcp://127.0.0.1:" + broker.port(), folder).start("file:" + watch);
            try (watching) {
                watching.awaitConnected("any");
                try (TestLab lab = new TestLab("tcp://127.0.0.1:" + broker.port(), folder).start("file:" + own)) {
                    lab.awaitConnected("own");
                    publish(broker.port(), school + "/cmd", 1, false, "p");
                    await().atMost(LIMIT)
                            .untilAsserted(() -> assertThat(topics(lab)).containsExactly(school + "/cmd"));
                }
                await().atMost(LIMIT).untilAsserted(() -> assertThat(
                                mock(watching, "statuses").getExchanges())
                        .extracting(e -> e.getMessage().getHeader("CamelMqttTopic", String.class) + " "
                                + e.getMessage().getBody(String.class))
                        .containsExactly(school + "/status online", school + "/status offline"));
            }
        }
    }

    /** The client behind the bench page speaks MQTT 5. */
    @Test
    void anMqtt5ClientGetsThemToo() throws Exception {
        List<String> got = new CopyOnWriteArrayList<>();
        CamelContext context = new DefaultCamelContext();
        try (Broker broker = TestLab.broker(folder)) {
            context.getPropertiesComponent().addInitialProperty("mqtt.url", "tcp://127.0.0.1:" + broker.port());
            try (Mqtt5Client client = new Mqtt5Client(context, "Look")) {
                client.subscribe("csc2106/#", (topic, payload, qos, retained) -> got.add(topic));
                await().atMost(LIMIT).until(() -> client.problem() == null);
                for (int qos = 0; qos < 3; qos++) {
                    publish(broker.port(), EMOJI, qos, false, "p");
                }
                publish(broker.port(), "csc2106/\uFF21\u0001", 1, false, "p");
                publish(broker.port(), "csc2106/last", 1, false, "p");
                await().atMost(LIMIT).untilAsserted(() -> assertThat(got)
                        .containsExactly(EMOJI, EMOJI, EMOJI, "csc2106/\uFF21\u0001", "csc2106/last"));
            }
        }
    }

    /** A broker that keeps no rule: what it must not send is acknowledged in its turn, and the rest arrives. */
    @Test
    void whatNobodyMaySendIsAcknowledgedInItsTurn() throws Exception {
        byte[] huge = new byte[(int) Math.max(HEAD, Runtime.getRuntime().maxMemory() / 64 + 1)];
        try (ForeignBroker broker = new ForeignBroker(
                        out -> {
                            out.write(publish("csc2106/1", 1, 1, false, "p".getBytes(UTF_8)));
                            out.write(publish("csc2106/\0", 1, 2, false, new byte[1]));
                            out.write(publish("csc2106/+", 2, 3, false, new byte[1]));
                            out.write(publish("csc2106/huge", 1, 4, false, huge));
                            out.write(new byte[] {0x36, 4, 0, 1, 'a', 0});
                            out.write(publish("csc2106/empty", 1, 5, true, new byte[0]));
                            out.write(publish("csc2106/6", 1, 6, false, "p".getBytes(UTF_8)));
                        },
                        0);
                LogLines log = new LogLines("dev.piroutes.mqtt");
                TestLab lab = any(broker.port())) {
            await().atMost(LIMIT).untilAsserted(() -> assertThat(topics(lab))
                    .containsExactly("csc2106/1", "csc2106/empty", "csc2106/6"));
            await().atMost(LIMIT).untilAsserted(() -> assertThat(broker.answers)
                    .containsSubsequence("4 1", "4 2", "4 4", "4 5", "4 6")
                    .containsSubsequence("5 3", "7 3")
                    .hasSize(7));
            assertThat(log.lines().stream().filter(line -> line.contains("discarded: ")))
                    .singleElement()
                    .asString()
                    .contains("Any: ", "\"csc2106/·\"", "U+0000");
            assertThat(broker.connections).hasValue(1);
        }
    }

    @Test
    void aMalformedAnswerEndsTheConnectionAndTheNextOneWorks() throws Exception {
        try (ForeignBroker broker =
                        new ForeignBroker(out -> out.write(publish("csc2106/1", 1, 1, false, "p".getBytes(UTF_8))), 1);
                LogLines log = new LogLines("dev.piroutes.mqtt");
                TestLab lab = any(broker.port())) {
            await().atMost(LIMIT).untilAsserted(() -> assertThat(topics(lab)).containsExactly("csc2106/1"));
            assertThat(log.contains("malformed packet: 0x90 of 2 bytes")).isTrue();
            assertThat(broker.connections).hasValue(2);
        }
    }

    private TestLab any(int port) throws Exception {
        Path file = folder.resolve("any.camel.yaml");
        Files.writeString(file, ANY);
        return new TestLab("tcp://127.0.0.1:" + port, folder).start("file:" + file);
    }

    private static MockEndpoint mock(TestLab lab, String name) {
        return lab.main().getCamelContext().getEndpoint("mock:" + name, MockEndpoint.class);
    }

    private static List<String> topics(TestLab lab) {
        return mock(lab, "got").getExchanges().stream()
                .map(exchange -> exchange.getMessage().getHeader("CamelMqttTopic", String.class))
                .toList();
    }

    private static byte[] publish(String topic, int qos, int id, boolean retained, byte[] payload) {
        byte[] name = topic.getBytes(UTF_8);
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(0x30 | qos << 1 | (retained ? 1 : 0));
        int left = 2 + name.length + (qos > 0 ? 2 : 0) + payload.length;
        do {
            packet.write(left & 0x7f | (left > 0x7f ? 0x80 : 0));
            left >>= 7;
        } while (left > 0);
        packet.write(name.length >> 8);
        packet.write(name.length);
        packet.writeBytes(name);
        if (qos > 0) {
            packet.write(id >> 8);
            packet.write(id);
        }
        packet.writeBytes(payload);
        return packet.toByteArray();
    }

    /** As any client would; Paho cannot. Returns when the broker has the message. */
    private static void publish(int port, String topic, int qos, boolean retained, String payload) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            OutputStream out = socket.getOutputStream();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            out.write(new byte[] {0x10, 15, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 3, 'R', 'a', 'w'});
            assertThat(in.readInt()).isEqualTo(0x20020000);
            out.write(publish(topic, qos, 1, retained, payload.getBytes(UTF_8)));
            if (qos > 0) {
                assertThat(in.readInt()).isEqualTo(qos == 1 ? 0x40020001 : 0x50020001);
            }
            if (qos == 2) {
                out.write(new byte[] {0x62, 2, 0, 1});
                assertThat(in.readInt()).isEqualTo(0x70020001);
            }
            out.write(new byte[] {(byte) 0xc0, 0});
            assertThat(in.readShort()).isEqualTo((short) 0xd000);
            out.write(new byte[] {(byte) 0xe0, 0});
        }
    }

    /** Takes every client and subscription, and then sends what it is told. */
    private static final class ForeignBroker implements AutoCloseable {

        interface Sending {
            void send(OutputStream out) throws IOException;
        }

        final List<String> answers = new CopyOnWriteArrayList<>();
        final AtomicInteger connections = new AtomicInteger();
        private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private final Sending sending;
        private final int badConnections;

        /** @param badConnections how many of the first get a malformed SUBACK */
        ForeignBroker(Sending sending, int badConnections) throws IOException {
            this.sending = sending;
            this.badConnections = badConnections;
            Thread thread = new Thread(this::serve, "foreign-broker");
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return server.getLocalPort();
        }

        private void serve() {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    connections.incrementAndGet();
                    talk(new DataInputStream(socket.getInputStream()), new DataOutputStream(socket.getOutputStream()));
                } catch (IOException e) {
                    // the client is gone, or the test over
                }
            }
        }

        private void talk(DataInputStream in, DataOutputStream out) throws IOException {
            while (true) {
                int type = in.readUnsignedByte() >> 4;
                byte[] body = new byte[in.readUnsignedByte()];
                in.readFully(body);
                switch (type) {
                    case 1 -> out.writeInt(0x20020000);
                    case 8 -> {
                        if (connections.get() <= badConnections) {
                            out.writeShort(0x9000);
                        } else {
                            out.write(new byte[] {(byte) 0x90, 3, body[0], body[1], 2});
                            sending.send(out);
                        }
                    }
                    case 12 -> out.writeShort(0xd000);
                    case 4, 5, 7 -> {
                        answers.add(type + " " + (body[0] << 8 | body[1]));
                        if (type == 5) {
                            out.write(new byte[] {0x62, 2, body[0], body[1]});
                        }
                    }
                    default -> {}
                }
            }
        }

        @Override
        public void close() {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
