package dev.piroutes.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.piroutes.broker.Broker;
import dev.piroutes.kit.LogLines;
import dev.piroutes.kit.Mosquitto;
import dev.piroutes.kit.TestLab;
import dev.piroutes.kit.Watcher;
import dev.piroutes.kit.Watcher.Seen;
import dev.piroutes.mqtt.BrokerLimits;
import dev.piroutes.mqtt.UnsentMessages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ValueSource;

/** A message that a broker never takes does not keep the others from it. */
@Timeout(180)
class UnsendableIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String DEEP = "a/".repeat(69) + "z";
    private static final String PRESS = "t/press";

    @TempDir
    Path folder;

    static Stream<Arguments> neverTaken() {
        return Stream.of(1, 2)
                .flatMap(qos -> Stream.of(
                        Arguments.of("t/big", 300_000, qos),
                        Arguments.of(DEEP, 10, qos),
                        Arguments.of("t/" + "x".repeat(2_000), 10, qos)));
    }

    /** The broker is another program, of whose limits the devices know nothing; each publishes something else. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @Tag("full")
    void whatOurBrokerRefusesIsSetAsideAndTheRestArrives(int qos) throws Exception {
        try (Broker broker = TestLab.broker(folder)) {
            List<CompletableFuture<Void>> devices = neverTaken()
                    .map(Arguments::get)
                    .filter(message -> message[2].equals(qos))
                    .map(message -> CompletableFuture.runAsync(
                            () -> isSetAsideAndTheRestArrives(
                                    broker.port(), (String) message[0], (int) message[1], qos, true),
                            command -> new Thread(command).start()))
                    .toList();
            devices.forEach(CompletableFuture::join);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Tag("full")
    void whatMosquittoRefusesIsSetAsideAndTheRestArrives(boolean retained) throws Exception {
        try (Mosquitto broker = Mosquitto.start(folder, "max_packet_size 2000")) {
            isSetAsideAndTheRestArrives(broker.port(), "t/big", 3_000, 1, retained);
        }
    }

    private void isSetAsideAndTheRestArrives(int port, String topic, int size, int qos, boolean retained) {
        String name = Integer.toString(topic.length());
        String device = "PicoB-" + name;
        Path own = folder.resolve(name);
        String press = "t/press/" + name;
        List<String> presses = presses(15);
        try (Watcher watcher = new Watcher(port, press)) {
            try (TestLab lab = lab(port, own)
                            .with("mqtt.client-id-suffix", "-" + name)
                            .start("led");
                    LogLines log = new LogLines("dev.piroutes.mqtt")) {
                lab.awaitConnected("led");
                publish(lab, topic, new byte[size], qos, retained);
                for (String each : presses) {
                    publish(lab, press, each.getBytes(), 1, false);
                }

                assertThat(watcher.awaitEvents(press, 15)).containsExactlyElementsOf(presses);
                await("set aside").atMost(LIMIT).until(() -> aside(own).size() == 1);
                assertThat(aside(own)).singleElement().satisfies(message -> {
                    assertThat(message.topic()).isEqualTo(topic);
                    assertThat(message.payload()).hasSize(size);
                    assertThat(message.qos()).isEqualTo(qos);
                    assertThat(message.retained()).isEqualTo(retained);
                });
                await().atMost(LIMIT).until(() -> lab.device("led").outboxDepth() == 0);
                assertThat(log.lines().stream()
                                .filter(line -> line.contains(device + ":") && line.contains("set aside a message")))
                        .singleElement()
                        .asString()
                        .contains(size + " bytes", "pi-routes outbox", device + ".");
                HealthCheck.Result health = health(lab, device);
                assertThat(health.getState()).isEqualTo(HealthCheck.State.UP);
                assertThat(health.getMessage().orElse("")).contains("1 message is set aside");
            }
            try (TestLab lab =
                    lab(port, own).with("mqtt.client-id-suffix", "-" + name).start("led")) {
                lab.awaitConnected("led");
                publish(lab, press, "after a restart".getBytes(), 1, false);
                watcher.awaitSeen(press, "after a restart");
                assertThat(watcher.events(press)).hasSize(16);
                assertThat(health(lab, device).getMessage().orElse("")).contains("1 message is set aside");
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** All of it goes at once when the broker is there: what comes before and after those that it refuses arrives once. */
    @Tag("full")
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void whatWaitedTogetherWithSuchMessagesArrivesOnceAndInOrder(int qos) throws Exception {
        Broker broker = TestLab.broker(folder);
        int port = broker.port();
        List<String> presses = presses(60);
        try (TestLab lab = lab(port).start("led")) {
            lab.awaitConnected("led");
            broker.close();
            lab.awaitDisconnected("led");
            for (int i = 0; i < 60; i++) {
                if (i % 25 == 10) {
                    publish(lab, i < 25 ? "t/big" : DEEP, new byte[i < 25 ? 300_000 : 1], qos, false);
                }
                publish(lab, PRESS, presses.get(i).getBytes(), qos, false);
            }
            broker = TestLab.again(port, folder);
            try (Watcher watcher = new Watcher(port, "t/#")) {
                await("both set aside").atMost(LIMIT).until(() -> aside().size() == 2);
                await("the rest").atMost(LIMIT).until(() -> lab.device("led").outboxDepth() == 0);
                publish(lab, PRESS, "last".getBytes(), 1, false);
                watcher.awaitSeen(PRESS, "last");
                // What arrived before the watcher had subscribed is missing at the front.
                List<String> seen = watcher.events(PRESS);
                List<String> all =
                        Stream.concat(presses.stream(), Stream.of("last")).toList();
                assertThat(seen).isEqualTo(all.subList(all.size() - seen.size(), all.size()));
            }
        } finally {
            broker.close();
        }
    }

    @Tag("full")
    @Test
    void whatWasSetAsideIsSentAgainOnceTheBrokerTakesIt() throws Exception {
        Broker broker = TestLab.broker(folder);
        int port = broker.port();
        try (TestLab lab = lab(port).start("led")) {
            lab.awaitConnected("led");
            publish(lab, "t/big", new byte[300_000], 1, false);
            await("set aside").atMost(LIMIT).until(() -> aside().size() == 1);

            broker.close();
            String xml = java.nio.file.Files.readString(Path.of("broker-etc/broker.xml"));
            assertThat(xml).contains("max-packet-size");
            broker = Broker.start(
                    new dev.piroutes.broker.BrokerSettings("127.0.0.1", port, larger(xml), folder.resolve("broker")));
            try (Watcher watcher = new Watcher(port, "t/#")) {
                UnsentMessages.resend(aside().get(0));

                await().atMost(LIMIT).until(() -> !watcher.seen().isEmpty());
                assertThat(watcher.seen())
                        .extracting(Seen::topic, seen -> seen.payload().length())
                        .containsExactly(org.assertj.core.groups.Tuple.tuple("t/big", 300_000));
                await().atMost(LIMIT).until(() -> aside().isEmpty());
                assertThat(health(lab, "PicoB").getMessage()).isEmpty();
            }
        } finally {
            broker.close();
        }
    }

    private Path larger(String xml) throws Exception {
        Path etc = java.nio.file.Files.createDirectories(folder.resolve("larger"));
        java.nio.file.Files.writeString(
                etc.resolve("broker.xml"), xml.replaceFirst("(key=\"max-packet-size\" value=\")[^\"]*", "$11000000"));
        return etc;
    }

    /** The broker is in the same program: its limits are known. */
    @Test
    void whatTheBrokerInTheSameProgramWouldRefuseFailsItsStep() throws Exception {
        try (Broker broker = TestLab.broker(folder);
                Watcher watcher = new Watcher(broker.port(), "t/#");
                TestLab lab = lab(broker.port()).binding("broker-limits", (BrokerLimits) broker::refusal)) {
            lab.start("led");
            lab.awaitConnected("led");

            neverTaken().map(Arguments::get).forEach(message -> {
                byte[] payload = new byte[(int) message[1]];
                for (int qos : List.of(0, (int) message[2])) {
                    assertThatThrownBy(() -> publish(lab, (String) message[0], payload, qos, false))
                            .isInstanceOf(MqttException.class)
                            .hasMessageStartingWith("not published: the broker would not take the message to ")
                            .hasMessageNotContaining("\n");
                }
            });

            publish(lab, PRESS, "1".getBytes(), 1, false);
            watcher.awaitSeen(PRESS, "1");
            assertThat(watcher.seen()).hasSize(1);
            assertThat(lab.device("led").outboxDepth()).isZero();
            assertThat(aside()).isEmpty();
        }
    }

    /** Exactly as large as the broker takes it, and a byte more. */
    @Test
    void theLimitIsKnownToTheByte() throws Exception {
        int most = 262_144;
        int head = 1 + 3 + 2 + "t/big".length() + 2;
        try (Broker broker = TestLab.broker(folder);
                Watcher watcher = new Watcher(broker.port(), "t/#");
                TestLab lab = lab(broker.port()).binding("broker-limits", (BrokerLimits) broker::refusal)) {
            lab.start("led");
            lab.awaitConnected("led");

            publish(lab, "t/big", new byte[most - head], 1, false);
            await().atMost(LIMIT).until(() -> !watcher.seen().isEmpty());
            assertThatThrownBy(() -> publish(lab, "t/big", new byte[most - head + 1], 1, false))
                    .hasMessageContaining("a packet of 262145 bytes, more than 262144 (max-packet-size in broker.xml)");
        }
    }

    @Test
    void aTopicThatCannotBeSentFailsItsStepAlsoWhileTheBrokerIsAway() throws Exception {
        Broker broker = TestLab.broker(folder);
        int port = broker.port();
        try (TestLab lab = lab(port).start("led")) {
            lab.awaitConnected("led");
            broker.close();
            lab.awaitDisconnected("led");
            for (String topic : List.of("", "a/+/b", "a/#", "a\u0000b", "a\uD83Db", "a\uFFFE")) {
                for (int qos : List.of(0, 1, 2)) {
                    assertThatThrownBy(() -> publish(lab, topic, new byte[1], qos, false))
                            .as(topic)
                            .isInstanceOf(MqttException.class)
                            .hasMessageContaining("topic");
                }
            }
            publish(lab, PRESS, "1".getBytes(), 1, false);
            broker = TestLab.again(port, folder);
            await().atMost(LIMIT).until(() -> lab.device("led").outboxDepth() == 0);
        } finally {
            broker.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a"
                        + "/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a",
                "$x"
            })
    void aStatusTopicThatTheBrokerWouldRefuseEndsTheStart(String root) throws Exception {
        try (Broker broker = TestLab.broker(folder);
                TestLab lab = lab(broker.port()).with("lab.root", root).binding("broker-limits", (BrokerLimits)
                        broker::refusal)) {
            assertThatThrownBy(() -> lab.start("led"))
                    .hasStackTraceContaining("MQTT device \"PicoB\": statusTopic: the broker would not take");
        }
    }

    private TestLab lab(int port) {
        return lab(port, folder);
    }

    private static TestLab lab(int port, Path folder) {
        return new TestLab("tcp://127.0.0.1:" + port, folder);
    }

    private static void publish(TestLab lab, String topic, byte[] payload, int qos, boolean retained)
            throws MqttException {
        MqttMessage message = new MqttMessage(payload);
        message.setQos(qos);
        message.setRetained(retained);
        lab.device("led").publish(topic, message);
    }

    private List<UnsentMessages.Message> aside() throws Exception {
        return aside(folder);
    }

    private static List<UnsentMessages.Message> aside(Path folder) throws Exception {
        return UnsentMessages.in(folder.resolve("outbox"));
    }

    private static HealthCheck.Result health(TestLab lab, String clientId) {
        return HealthCheckHelper.getHealthCheck(lab.main().getCamelContext(), "mqtt-device-" + clientId)
                .call();
    }

    private static List<String> presses(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "press " + i).toList();
    }
}
