package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.kit.LogLines;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What MQTT allows, the guard lets pass, and says nothing. */
@Timeout(60)
class LegalClientsIT {
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
        assertThat(log.lines()).isEmpty();
        log.close();
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "ws"})
    void paho5WithEverythingThatAPacketCanHave(String scheme) throws Exception {
        BlockingQueue<MqttMessage> received = new LinkedBlockingQueue<>();
        MqttAsyncClient client =
                new MqttAsyncClient(scheme + "://127.0.0.1:" + broker.port(), "paho5", new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setSessionExpiryInterval(60L);
        options.setReceiveMaximum(10);
        options.setTopicAliasMaximum(5);
        options.setMaximumPacketSize(100_000L);
        options.setRequestProblemInfo(true);
        options.setUserName("someone");
        options.setPassword("secret".getBytes(StandardCharsets.UTF_8));
        options.setUserProperties(List.of(new UserProperty("a", "1"), new UserProperty("a", "1")));
        options.setWill("status/paho5", new MqttMessage("offline".getBytes(StandardCharsets.UTF_8), 2, true, null));
        MqttProperties will = new MqttProperties();
        will.setWillDelayInterval(5L);
        will.setContentType("text/plain");
        options.setWillMessageProperties(will);
        client.connect(options).waitForCompletion(5_000);
        MqttProperties subscribe = new MqttProperties();
        subscribe.setSubscriptionIdentifiers(List.of(7));
        MqttSubscription subscription = new MqttSubscription("t/+/#", 2);
        subscription.setRetainAsPublished(true);
        subscription.setRetainHandling(1);
        client.subscribe(
                        new MqttSubscription[] {subscription},
                        null,
                        null,
                        (topic, message) -> received.add(message),
                        subscribe)
                .waitForCompletion(5_000);
        for (int qos = 0; qos <= 2; qos++) {
            MqttProperties properties = new MqttProperties();
            properties.setPayloadFormat(true);
            properties.setMessageExpiryInterval(100L);
            properties.setContentType("text/plain");
            properties.setResponseTopic("t/answer");
            properties.setCorrelationData(new byte[] {1, 2});
            properties.setUserProperties(List.of(new UserProperty("b", "ü")));
            MqttMessage message =
                    new MqttMessage(("qos " + qos).getBytes(StandardCharsets.UTF_8), qos, false, properties);
            client.publish("t/é/漢/" + qos, message).waitForCompletion(5_000);
            assertThat(received.poll(5, TimeUnit.SECONDS)).hasToString("qos " + qos);
        }
        client.unsubscribe("t/+/#").waitForCompletion(5_000);
        client.disconnect(5_000, null, null, 0, new MqttProperties()).waitForCompletion(5_000);
        client.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "ws"})
    void paho3(String scheme) throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        var client = new org.eclipse.paho.client.mqttv3.MqttAsyncClient(
                scheme + "://127.0.0.1:" + broker.port(), "paho3", null);
        var options = new org.eclipse.paho.client.mqttv3.MqttConnectOptions();
        options.setWill("status/paho3", "offline".getBytes(StandardCharsets.UTF_8), 1, true);
        options.setCleanSession(false);
        client.connect(options).waitForCompletion(5_000);
        client.subscribe(new String[] {"/", "a//b", "+/x", "#"}, new int[] {0, 1, 2, 0})
                .waitForCompletion(5_000);
        client.setCallback(new org.eclipse.paho.client.mqttv3.MqttCallback() {
            @Override
            public void connectionLost(Throwable cause) {}

            @Override
            public void messageArrived(String topic, org.eclipse.paho.client.mqttv3.MqttMessage message) {
                received.add(message.toString());
            }

            @Override
            public void deliveryComplete(org.eclipse.paho.client.mqttv3.IMqttDeliveryToken token) {}
        });
        client.publish("c/x", "x".repeat(200_000).getBytes(StandardCharsets.UTF_8), 2, false)
                .waitForCompletion(5_000);
        assertThat(received.poll(5, TimeUnit.SECONDS)).hasSize(200_000);
        client.unsubscribe(new String[] {"#", "nothing/+"}).waitForCompletion(5_000);
        client.disconnect().waitForCompletion(5_000);
        client.close();
    }

    @Test
    void aTopicAliasStandsForItsTopic() {
        try (WireClient client = new WireClient(broker.port())) {
            client.sendRaw(hex("100e00044d5154540502003c00000161"));
            assertThat(client.nextPacket()).startsWith("200000").contains("220064");
            client.sendRaw(hex("8207000100000174" + "01"));
            assertThat(client.nextPacket()).isEqualTo("9000010001");
            client.sendRaw(hex("3209" + "000174" + "0001" + "03230005"));
            client.sendRaw(hex("3209" + "0000" + "0002" + "03230005" + "79"));
            // Two deliveries and two acknowledgements, in whatever order.
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 4; i++) {
                all.append(client.nextPacket()).append(' ');
            }
            assertThat(all.toString()).contains("320001740001", "320001740002").contains("400001 ", "400002 ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // MQTT 3.1
                "100f00064d51497364700302003c000161",
                // 3.1.1, clean, no client id
                "100c00044d5154540402003c0000",
                // 3.1.1, user, no password; keep-alive 0
                "101000044d5154540482000000016100 0175",
                // 5, no client id, clean start or not
                "100d00044d5154540502003c000000",
                "100d00044d5154540500003c000000",
                // 5, a password and no user
                "101100044d5154540542003c00000161000170",
                // 3.1.1, an empty will message
                "101200044d5154540406003c00016100 01740000",
                // a length that is longer than needed
                "108d0000044d5154540402003c000161"
            })
    void connects(String packet) {
        try (WireClient client = new WireClient(broker.port())) {
            client.sendRaw(hex(packet.replace(" ", "")));
            assertThat(client.nextPacket()).startsWith("200000");
            client.sendRaw(hex("c000"));
            assertThat(client.nextPacket()).isEqualTo("d0");
        }
    }

    @Test
    void anIdThatTheBrokerChoseIsGoodForTheNextConnection() {
        String packet;
        try (WireClient client = new WireClient(broker.port())) {
            client.sendRaw(hex("101200044d5154540500003c05110000ffff0000"));
            packet = client.nextPacket();
        }
        // Property 18, its length, and the id.
        int at = packet.indexOf("120024") + 6;
        String id = packet.substring(at, at + 72);
        try (WireClient client = new WireClient(broker.port())) {
            client.sendRaw(hex("103600044d5154540500003c05110000ffff0024" + id));
            assertThat(client.nextPacket()).startsWith("200100");
        }
    }

    @Test
    void bytesThatComeOneByOneAndPacketsThatComeTogether() {
        try (WireClient client = new WireClient(broker.port())) {
            for (byte b : hex("100d00044d5154540402003c000161")) {
                client.sendRaw(new byte[] {b});
            }
            assertThat(client.nextPacket()).isEqualTo("200000");
            client.sendRaw(hex("8206000100017400" + "30040001746d" + "c000"));
            assertThat(List.of(client.nextPacket(), client.nextPacket(), client.nextPacket()))
                    .containsExactlyInAnyOrder("90000100", "300001746d", "d0");
        }
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
