package dev.piroutes.mqtt;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttException;

/**
 * What a device keeps retained at the broker beside its status: the latest payload of each topic, sent when it changes and
 * again on every connect. Only the latest counts, so nothing of it waits in the outbox; while one is under way, later ones
 * for the same topic replace each other. Runs on the connection's control thread only.
 */
final class Announcements {
    private static final byte[] NOTHING = {};

    private final MqttAsyncClient client;
    private final Executor control;
    private final Map<String, byte[]> latest = new LinkedHashMap<>();
    /** What the broker has not acknowledged, by topic. */
    private final Map<String, IMqttDeliveryToken> underWay = new LinkedHashMap<>();

    private boolean givenUp;

    Announcements(MqttAsyncClient client, Executor control) {
        this.client = client;
        this.control = control;
    }

    /** Keeps it for every connect. @return whether it is news */
    boolean put(String topic, byte[] payload) {
        return !givenUp && !Arrays.equals(latest.put(topic, payload), payload);
    }

    /** Sends the latest of a topic, or leaves that to the one that is under way. */
    void send(String topic) {
        byte[] payload = latest.getOrDefault(topic, NOTHING);
        if (underWay.containsKey(topic)) {
            return;
        }
        try {
            underWay.put(topic, client.publish(topic, payload, 1, true, null, new IMqttActionListener() {
                @Override
                public void onSuccess(IMqttToken token) {
                    later(() -> {
                        if (underWay.remove(topic, token)
                                && !Arrays.equals(latest.getOrDefault(topic, NOTHING), payload)) {
                            send(topic);
                        }
                    });
                }

                @Override
                public void onFailure(IMqttToken token, Throwable why) {
                    // The next connect sends it.
                }
            }));
        } catch (MqttException e) {
            // Not connected: the next connect sends it.
        }
    }

    private void later(Runnable step) {
        try {
            control.execute(step);
        } catch (RejectedExecutionException e) {
            // The device is leaving.
        }
    }

    /**
     * Sends all of them and waits: the broker may end the connection on one that it does not permit.
     *
     * @throws MqttException if one is not acknowledged within the limit
     */
    void sendAll(long limitMillis) throws MqttException {
        for (Map.Entry<String, byte[]> entry : latest.entrySet()) {
            IMqttDeliveryToken token = client.publish(entry.getKey(), entry.getValue(), 1, true);
            underWay.put(entry.getKey(), token);
            token.waitForCompletion(limitMillis);
            underWay.remove(entry.getKey());
        }
    }

    /** The first topic that the broker has not acknowledged. */
    Optional<String> unacknowledged() {
        return underWay.keySet().stream().findFirst();
    }

    /** Announces nothing any more, and lets fall what Paho would send again; what the broker has stays there. */
    void giveUp() throws MqttException {
        givenUp = true;
        latest.clear();
        for (IMqttDeliveryToken token : underWay.values()) {
            client.removeMessage(token);
        }
        underWay.clear();
    }

    /** Takes back all that it announced, and waits for it. */
    void withdraw(long limitMillis) throws MqttException {
        latest.replaceAll((topic, payload) -> NOTHING);
        sendAll(limitMillis);
        latest.clear();
    }
}
