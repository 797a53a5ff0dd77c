package dev.piroutes.reliability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.piroutes.broker.Broker;
import dev.piroutes.kit.FaultProxy;
import dev.piroutes.kit.FaultProxy.Direction;
import dev.piroutes.kit.FaultProxy.Packet;
import dev.piroutes.kit.FaultProxy.Type;
import dev.piroutes.kit.Mosquitto;
import dev.piroutes.kit.TestLab;
import dev.piroutes.kit.Watcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Devices that speak MQTT 5, at the broker that ships. */
@Timeout(120)
class Mqtt5DeviceIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Broker broker;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws Exception {
        broker = TestLab.broker(folder);
        proxy = new FaultProxy(broker.port());
    }

    @AfterEach
    void stop() {
        proxy.close();
        broker.close();
    }

    /** The asker is a client of another make. */
    @Test
    void theClockIsAskedAndAnswers() throws Exception {
        BlockingQueue<MqttMessage> answers = new LinkedBlockingQueue<>();
        try (TestLab lab = new TestLab(proxy.url(), folder).start("classpath:examples/clock.camel.yaml")) {
            MqttAsyncClient asker =
                    new MqttAsyncClient("tcp://127.0.0.1:" + broker.port(), "Asker", new MemoryPersistence());
            lab.awaitConnected("clock");
            asker.connect().waitForCompletion(10_000);
            asker.setCallback(new Answers(answers));
            asker.subscribe("csc2106/clock/answer/me", 1).waitForCompletion(10_000);
            MqttProperties properties = new MqttProperties();
            properties.setResponseTopic("csc2106/clock/answer/me");
            properties.setCorrelationData("17".getBytes(UTF_8));
            asker.publish("csc2106/clock/ask", new MqttMessage("?".getBytes(UTF_8), 1, false, properties))
                    .waitForCompletion(10_000);

            MqttMessage answer = answers.poll(20, TimeUnit.SECONDS);
            assertThat(answer).isNotNull();
            assertThat(new String(answer.getPayload(), UTF_8)).matches("[0-9]{8}T[0-9]{6}Z");
            assertThat(answer.getProperties().getCorrelationData()).isEqualTo("17".getBytes(UTF_8));
            assertThat(answer.getProperties().getMessageExpiryInterval()).isBetween(1L, 5L);
            asker.disconnect().waitForCompletion(10_000);
            asker.close();
        }
    }

    /** The device is 5, its will and birth are as ever, and one that stops says so. */
    @Test
    void itsStatusIsAsWith311() throws Exception {
        try (Watcher watcher = new Watcher(broker.port(), "csc2106/#")) {
            try (TestLab lab = new TestLab(proxy.url(), folder).mqtt5(true).start("led")) {
                lab.awaitConnected("led");
                watcher.awaitSeen("csc2106/devB/status", "online");
                proxy.cut();
                watcher.awaitSeen("csc2106/devB/status", "offline");
                lab.awaitConnected("led");
            }
            await().atMost(LIMIT)
                    .until(() -> watcher.events("csc2106/devB/status").size() >= 4);
            assertThat(watcher.events("csc2106/devB/status")).containsExactly("online", "offline", "online", "offline");
        }
    }

    /** A device that has nothing to say pings, and costs no reconnect. */
    @Test
    void aDeviceThatHasNothingToSayPings() throws Exception {
        try (Numbered devices = new Numbered(true, proxy.url(), folder, "numbered.keep-alive=1s")) {
            devices.lab().awaitConnected("presser", "receiver");
            await().atMost(LIMIT)
                    .until(() -> proxy.packets().stream()
                                    .filter(p -> p.is(Direction.TO_BROKER, Type.PINGREQ))
                                    .count()
                            > 4);
            assertThat(proxy.packets().stream().filter(p -> p.is(Direction.TO_BROKER, Type.CONNECT)))
                    .hasSize(2);
        }
    }

    @Test
    void aBrokerThatFallsSilentLosesNothing() throws Exception {
        try (Numbered devices = new Numbered(true, proxy.url(), folder, "numbered.keep-alive=1s")) {
            devices.lab().awaitConnected("presser", "receiver");
            proxy.freeze(true);
            devices.press(2);
            devices.lab().awaitDisconnected("presser");
            proxy.freeze(false);
            devices.press();
            assertThat(devices.awaitAll(LIMIT)).containsExactlyElementsOf(devices.pressed());
        }
    }

    @Test
    void overWebSocketToo() throws Exception {
        try (Numbered devices = new Numbered(true, "ws://127.0.0.1:" + broker.port() + "/mqtt", folder)) {
            devices.lab().awaitConnected("presser", "receiver");
            devices.press(100);
            assertThat(devices.awaitAll(LIMIT)).containsExactlyElementsOf(devices.pressed());
        }
    }

    @Tag("full")
    @Test
    void aBurstIsHandledInOrder() throws Exception {
        try (Numbered devices = new Numbered(true, proxy.url(), folder)) {
            devices.lab().awaitConnected("presser", "receiver");
            proxy.accept(false);
            devices.lab().awaitDisconnected("presser");
            devices.press(3000);
            proxy.accept(true);
            devices.press(300);
            assertThat(devices.awaitAll(Duration.ofSeconds(60))).containsExactlyElementsOf(devices.pressed());
        }
    }

    /** Mosquitto takes 20 at once, and says so; Paho's client of 3.1.1, which asks nobody, may send 1,100. */
    @Test
    void anotherBrokerTakesNoMoreAtOnceThanItSays() throws Exception {
        try (Mosquitto other = Mosquitto.start(folder, "max_packet_size 2000");
                FaultProxy before = new FaultProxy(other.port());
                Numbered devices = new Numbered(true, before.url(), folder)) {
            devices.lab().awaitConnected("presser", "receiver");
            before.accept(false);
            devices.lab().awaitDisconnected("presser");
            devices.press(200);
            assertThatThrownBy(() -> devices.lab().device("presser").publish("t/big", big()))
                    .hasMessageContaining("its packet has 30")
                    .hasMessageContaining("and the broker takes 2000");
            before.accept(true);
            devices.press(200);
            assertThat(devices.awaitAll(LIMIT)).containsExactlyElementsOf(devices.pressed());

            int underWay = 0;
            int most = 0;
            for (Packet packet : before.packets()) {
                if (packet.is(Direction.TO_BROKER, Type.CONNECT)) {
                    underWay = 0;
                } else if (packet.is(Direction.TO_BROKER, Type.PUBLISH) && packet.contains("numbered/cmd")) {
                    most = Math.max(most, ++underWay);
                } else if (packet.is(Direction.TO_DEVICE, Type.PUBACK)) {
                    underWay--;
                }
            }
            assertThat(most).isPositive().isLessThanOrEqualTo(20);
        }
    }

    private static org.eclipse.paho.client.mqttv3.MqttMessage big() {
        org.eclipse.paho.client.mqttv3.MqttMessage message =
                new org.eclipse.paho.client.mqttv3.MqttMessage(new byte[3000]);
        message.setQos(1);
        return message;
    }

    private record Answers(BlockingQueue<MqttMessage> queue) implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            queue.add(message);
        }

        @Override
        public void disconnected(MqttDisconnectResponse response) {}

        @Override
        public void mqttErrorOccurred(MqttException exception) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {}

        @Override
        public void authPacketArrived(int reasonCode, MqttProperties properties) {}
    }
}
