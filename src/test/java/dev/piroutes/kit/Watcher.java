package dev.piroutes.kit;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Any MQTT client: watches everything under a root, and publishes. */
public final class Watcher implements MqttCallback, AutoCloseable {

    /** A message as it came. */
    public record Seen(String topic, String payload, int qos, boolean retained) {}

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final MqttAsyncClient client;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    public Watcher(int port, String filter) throws MqttException {
        client = new MqttAsyncClient(
                "tcp://127.0.0.1:" + port, MqttAsyncClient.generateClientId(), new MemoryPersistence());
        client.setCallback(this);
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMaxInflight(60_000);
        client.connect(options).waitForCompletion(LIMIT.toMillis());
        client.subscribe(filter, 1).waitForCompletion(LIMIT.toMillis());
    }

    /** What came so far, in order. */
    public List<Seen> seen() {
        return seen;
    }

    /** The payloads that came on a topic as events, in order. */
    public List<String> events(String topic) {
        return seen.stream()
                .filter(s -> s.topic().equals(topic) && !s.retained())
                .map(Seen::payload)
                .toList();
    }

    /** Waits until a message like this has come. */
    public Seen awaitSeen(String topic, String payload) {
        await(topic + " " + payload).atMost(LIMIT).until(() -> seen.stream()
                .anyMatch(s -> s.topic().equals(topic) && s.payload().equals(payload)));
        return seen.stream()
                .filter(s -> s.topic().equals(topic) && s.payload().equals(payload))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until so many events have come on a topic. */
    public List<String> awaitEvents(String topic, int count) {
        await(count + " events on " + topic)
                .atMost(LIMIT.multipliedBy(3))
                .until(() -> events(topic).size() >= count);
        return events(topic);
    }

    public void clear() {
        seen.clear();
    }

    public void publish(String topic, String payload) throws MqttException {
        publish(topic, payload.getBytes(StandardCharsets.UTF_8), 1, false);
    }

    public void publish(String topic, byte[] payload, int qos, boolean retained) throws MqttException {
        client.publish(topic, payload, qos, retained).waitForCompletion(LIMIT.toMillis());
    }

    /** Publishes all of them without waiting in between, QoS 1. */
    public void publishAtOnce(String topic, List<String> payloads) throws MqttException {
        for (String payload : payloads) {
            client.publish(topic, payload.getBytes(StandardCharsets.UTF_8), 1, false);
        }
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
        seen.add(new Seen(
                topic,
                new String(message.getPayload(), StandardCharsets.UTF_8),
                message.getQos(),
                message.isRetained()));
    }

    @Override
    public void connectionLost(Throwable cause) {
        // A test that needs it makes a new one.
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
        // publish() waits for it
    }

    @Override
    public void close() throws MqttException {
        if (client.isConnected()) {
            client.disconnectForcibly(0, 500);
        }
        client.close(true);
    }
}
