package dev.piroutes.clients;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/**
 * Messages that wait for a client.
 *
 * @param subscriptions how many it has
 * @param each how many messages for each of them
 * @param retained whether they are retained, each on a topic of its own, or queued, those of a subscription on one topic
 */
record Waiting(int subscriptions, int each, int qos, boolean retained) {
    private static final int UNDER_WAY = 100;
    private static final long LIMIT_MILLIS = 60_000;

    int total() {
        return subscriptions * each;
    }

    List<String> filters() {
        return IntStream.range(0, subscriptions)
                .mapToObj(i -> retained ? root() + i + "/#" : root() + i)
                .toList();
    }

    private String root() {
        return "%s/%d/%d/%d/".formatted(retained ? "retained" : "queued", qos, subscriptions, each);
    }

    /** Publishes them, the subscriptions in turn; all are acknowledged when this returns. */
    void publish(int port) throws MqttException {
        MqttAsyncClient publisher =
                new MqttAsyncClient("tcp://127.0.0.1:" + port, "publisher", new MemoryPersistence());
        MqttConnectOptions options = new MqttConnectOptions();
        // Its own count lags behind: a token is complete before its place is free.
        options.setMaxInflight(65_535);
        publisher.connect(options).waitForCompletion(LIMIT_MILLIS);
        Deque<IMqttDeliveryToken> underWay = new ArrayDeque<>();
        for (int n = 1; n <= each; n++) {
            for (int i = 0; i < subscriptions; i++) {
                if (underWay.size() == UNDER_WAY) {
                    underWay.remove().waitForCompletion(LIMIT_MILLIS);
                }
                String topic = retained ? root() + i + "/" + n : root() + i;
                byte[] payload = Integer.toString(retained ? 1 : n).getBytes(StandardCharsets.UTF_8);
                underWay.add(publisher.publish(topic, payload, qos, retained));
            }
        }
        for (IMqttDeliveryToken token : underWay) {
            token.waitForCompletion(LIMIT_MILLIS);
        }
        publisher.disconnect().waitForCompletion(LIMIT_MILLIS);
        publisher.close();
    }

    @Override
    public String toString() {
        return "%d subscriptions, %,d messages each, %s, QoS %d"
                .formatted(subscriptions, each, retained ? "retained" : "queued", qos);
    }
}
