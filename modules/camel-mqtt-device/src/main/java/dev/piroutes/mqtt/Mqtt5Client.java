package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client for whoever looks at what others publish, or publishes by hand. It is no device: it has no will, no session and no
 * outbox, and what is published while it is not connected it does not see. It speaks MQTT 5 for one thing that 3.1.1 has not:
 * messages keep the retained flag with which they were published.
 */
public final class Mqtt5Client implements MqttCallback, AutoCloseable {
    private static final long ANSWER_MILLIS = 10_000;
    private static final long LOOK_MILLIS = 100;
    private static final Logger LOG = LoggerFactory.getLogger(Mqtt5Client.class);

    private final String name;
    private final MqttConnectionOptions options = new MqttConnectionOptions();
    private final DeviceSockets sockets;
    private final String clientId;
    private final CountDownLatch closing = new CountDownLatch(1);
    private Listener listener = (topic, payload, qos, retained) -> {};
    private volatile String lost = "";
    private volatile @Nullable MqttAsyncClient client;
    private volatile @Nullable String problem = "not connected yet";

    /** Takes messages, on the client's thread. */
    @FunctionalInterface
    public interface Listener {
        /** @param retained the flag as it was published */
        void arrived(String topic, byte[] payload, int qos, boolean retained);
    }

    /**
     * Does not connect yet. The broker is that of the property {@code mqtt.url}.
     *
     * @param name whose credentials it has, and what its client id begins with; eight random characters follow, so that any
     *     number of programs may look at one broker
     * @throws IllegalArgumentException if its credentials, or a file that TLS needs, cannot be read
     */
    public Mqtt5Client(CamelContext context, String name) {
        this.name = name;
        clientId = name + "-" + UUID.randomUUID().toString().substring(0, 8);
        List<String> uris = DeviceOptions.serverUris(
                Objects.requireNonNull(DeviceDeclaration.property(context, "mqtt.url"), "mqtt.url"));
        Credentials credentials = Credentials.of(context, name);
        options.setServerURIs(uris.toArray(String[]::new));
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout((int) TimeUnit.MILLISECONDS.toSeconds(ANSWER_MILLIS));
        options.setKeepAliveInterval(30);
        if (credentials.username() != null) {
            options.setUserName(credentials.username());
        }
        if (credentials.password() != null) {
            options.setPassword(new String(credentials.password()).getBytes(UTF_8));
        }
        sockets = new DeviceSockets(uris, credentials);
        sockets.factory(); // fails now if it cannot be had
    }

    /** Connects in the background, again and again, and subscribes each time; to be called once. */
    public void subscribe(String filter, Listener taking) {
        listener = taking;
        MqttSubscription subscription = new MqttSubscription(PahoTopic.of(filter), 1);
        subscription.setRetainAsPublished(true);
        Thread thread = new Thread(() -> keepSubscribed(subscription), name + "-connection");
        thread.setDaemon(true);
        thread.start();
    }

    private void keepSubscribed(MqttSubscription subscription) {
        Backoff backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5), () -> ThreadLocalRandom.current()
                .nextDouble());
        try {
            do {
                try {
                    MqttAsyncClient connected = open();
                    connected.subscribe(subscription).waitForCompletion(ANSWER_MILLIS);
                    problem = null;
                    backoff.reset();
                    while (connected.isConnected() && !closing.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                        // It is told what arrives.
                    }
                    problem = "connection lost" + lost;
                } catch (MqttException | IllegalStateException e) {
                    problem = e instanceof MqttException ? noBroker(e) : e.getMessage();
                    LOG.debug("{}: {}", name, problem);
                }
                release();
            } while (!closing.await(backoff.next().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            release();
        }
    }

    /** Connects, once. @throws IllegalStateException why that is not possible, in words */
    public void connect() {
        open();
    }

    private MqttAsyncClient open() {
        lost = "";
        try {
            // Certificates that were renewed meanwhile.
            options.setSocketFactory(sockets.factory());
            MqttAsyncClient made = new Paho5Client(options.getServerURIs()[0], clientId);
            client = made;
            made.setCallback(this);
            made.connect(options).waitForCompletion(ANSWER_MILLIS);
            return made;
        } catch (MqttException | IllegalArgumentException e) {
            throw new IllegalStateException(noBroker(e), e);
        }
    }

    private String noBroker(Exception e) {
        return "no broker that speaks MQTT 5 at " + String.join(", ", options.getServerURIs())
                + ConnectOutcome.because(e);
    }

    /** Publishes, and waits until the broker has it. @throws IllegalStateException why it has it not, in words */
    public void publish(String topic, byte[] payload, int qos, boolean retained) {
        MqttAsyncClient connected = client;
        if (connected == null) {
            throw new IllegalStateException(problem);
        }
        try {
            connected
                    .publish(PahoTopic.of(topic), new MqttMessage(payload, qos, retained, new MqttProperties()))
                    .waitForCompletion(ANSWER_MILLIS);
        } catch (MqttException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Why it is not connected, in words; null if it is. */
    public @Nullable String problem() {
        return problem;
    }

    private void release() {
        MqttAsyncClient open = client;
        client = null;
        if (open == null) {
            return;
        }
        try {
            if (open.isConnected()) {
                open.disconnect(500).waitForCompletion(1000);
            } else {
                open.disconnectForcibly(0, 100, false);
            }
            open.close(true);
        } catch (MqttException | RuntimeException e) {
            LOG.debug("{}: no clean disconnect: {}", name, e.getMessage());
        }
    }

    @Override
    public void close() {
        closing.countDown();
        release();
    }

    // What Paho calls.

    /** An exception would end the connection, and the message that caused it may come again. */
    @Override
    public void messageArrived(String paho, MqttMessage message) {
        if (paho.equals(PahoTopic.LEFT_OUT)) {
            LOG.debug("{}: discarded: {}", name, message);
            return;
        }
        String topic = PahoTopic.name(paho);
        try {
            listener.arrived(topic, message.getPayload(), message.getQos(), message.isRetained());
        } catch (RuntimeException e) {
            LOG.warn("{}: {} could not be handled: {}", name, PublishRules.show(topic), e.toString());
        }
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        Throwable why = response.getException();
        lost = why == null ? "" : ConnectOutcome.because(why);
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
}
