package dev.piroutes.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT 5's option Retain As Published. Artemis alone heeds it only where the filter is the topic itself. */
@Timeout(60)
class RetainAsPublishedIT {
    private static final String END = "csc2106/end";

    @TempDir
    Path data;

    private Broker broker;

    @BeforeEach
    void start() {
        broker = Broker.start(new BrokerSettings("127.0.0.1", 0, null, data));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"csc2106/#", "csc2106/+", "#"})
    void keepsTheFlagOfALiveMessage(String filter) throws Exception {
        assertThat(flags(filter, true)).containsExactly("retained 1", "plain 0", "retained 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csc2106/#", "csc2106/+"})
    void clearsItWhereNobodyAsked(String filter) throws Exception {
        assertThat(flags(filter, false)).containsExactly("retained 0", "plain 0", "retained 0");
    }

    private List<String> flags(String filter, boolean retainAsPublished) throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        MqttAsyncClient reader = client("reader");
        MqttAsyncClient writer = client("writer");
        try {
            MqttSubscription subscription = new MqttSubscription(filter, 1);
            subscription.setRetainAsPublished(retainAsPublished);
            reader.setCallback(new Recorder(received));
            reader.subscribe(subscription).waitForCompletion(5_000);
            writer.publish("csc2106/x", "retained".getBytes(), 1, true).waitForCompletion(5_000);
            writer.publish("csc2106/x", "plain".getBytes(), 1, false).waitForCompletion(5_000);
            writer.publish("csc2106/x", "retained".getBytes(), 0, true).waitForCompletion(5_000);
            writer.publish(END, new byte[0], 1, false).waitForCompletion(5_000);
            List<String> flags = new ArrayList<>();
            for (String next = received.poll(5, TimeUnit.SECONDS);
                    !END.equals(next);
                    next = received.poll(5, TimeUnit.SECONDS)) {
                assertThat(next).isNotNull();
                flags.add(next);
            }
            return flags;
        } finally {
            for (MqttAsyncClient client : List.of(reader, writer)) {
                client.disconnect().waitForCompletion(5_000);
                client.close();
            }
        }
    }

    private MqttAsyncClient client(String id) throws MqttException {
        MqttAsyncClient client = new MqttAsyncClient("tcp://127.0.0.1:" + broker.port(), id, new MemoryPersistence());
        client.connect().waitForCompletion(5_000);
        return client;
    }

    private record Recorder(BlockingQueue<String> received) implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            received.add(topic.equals(END) ? END : message + (message.isRetained() ? " 1" : " 0"));
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
