package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import javax.net.SocketFactory;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** MQTT 3.1.1 by Paho's client. */
final class PahoTransport implements Transport, MqttCallback {

    private static final Duration LEAVE = Duration.ofSeconds(1);
    private static final long QUIESCE_MILLIS = 500;
    private static final long PAUSE_NANOS = 1_000_000;
    private static final Logger LOG = LoggerFactory.getLogger(PahoTransport.class);

    /** Paho writes to java.util.logging what is said here in words. Kept, or the level is lost with the logger. */
    private static final java.util.logging.Logger PAHO = java.util.logging.Logger.getLogger("org.eclipse.paho");

    static {
        PAHO.setLevel(java.util.logging.Level.OFF);
    }

    private final String clientId;
    private final Listener listener;
    private final PahoClient client;
    private final MqttConnectOptions connectOptions;
    private final PahoMessages messages;

    PahoTransport(DeviceOptions options, Listener listener) {
        this.clientId = options.clientId();
        this.listener = listener;
        this.connectOptions = connectOptions(options);
        try {
            this.messages = new PahoMessages(listener);
            this.client = new PahoClient(options.serverUris().get(0), clientId, messages);
        } catch (MqttException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        client.setManualAcks(true);
        // Before connect(): what a persistent session has queued may come at once.
        client.setCallback(this);
    }

    private static MqttConnectOptions connectOptions(DeviceOptions options) {
        MqttConnectOptions connect = new MqttConnectOptions();
        connect.setServerURIs(options.serverUris().toArray(String[]::new));
        connect.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        connect.setCleanSession(options.cleanSession());
        connect.setKeepAliveInterval((int) options.keepAlive().toSeconds());
        connect.setConnectionTimeout((int) ANSWER.toSeconds());
        connect.setAutomaticReconnect(false);
        Credentials credentials = options.credentials();
        if (credentials.username() != null) {
            connect.setUserName(credentials.username());
        }
        if (credentials.password() != null) {
            connect.setPassword(credentials.password());
        }
        if (options.statusTopic() != null) {
            connect.setWill(
                    PahoTopic.of(options.statusTopic()),
                    options.offlinePayload().getBytes(UTF_8),
                    1,
                    true);
        }
        return connect;
    }

    @Override
    public void connect(SocketFactory sockets, int inFlight) throws TransportException {
        connectOptions.setSocketFactory(sockets);
        connectOptions.setMaxInflight(inFlight);
        messages.begin(connectOptions.isCleanSession());
        try {
            client.connectAndWait(connectOptions);
        } catch (MqttException e) {
            throw failed(e);
        }
    }

    private static TransportException failed(MqttException e) {
        return new TransportException(
                switch (e.getReasonCode()) {
                    case MqttException.REASON_CODE_FAILED_AUTHENTICATION -> TransportException.Reason.BAD_CREDENTIALS;
                    case MqttException.REASON_CODE_NOT_AUTHORIZED -> TransportException.Reason.NOT_PERMITTED;
                    case MqttException.REASON_CODE_INVALID_CLIENT_ID -> TransportException.Reason.BAD_CLIENT_ID;
                    case MqttException.REASON_CODE_CLIENT_TIMEOUT -> TransportException.Reason.NO_ANSWER;
                    default -> TransportException.Reason.OTHER;
                },
                e);
    }

    @Override
    public boolean isConnected() {
        return client.isConnected();
    }

    @Override
    public String broker() {
        return client.getCurrentServerURI();
    }

    @Override
    public Map<String, Integer> subscribe(Map<String, Integer> wanted) throws TransportException {
        String[] filters = wanted.keySet().toArray(String[]::new);
        int[] qos = wanted.values().stream().mapToInt(Integer::intValue).toArray();
        try {
            IMqttToken token = client.subscribe(filters, qos);
            token.waitForCompletion(ANSWER.toMillis());
            int[] codes = token.getGrantedQos();
            Map<String, Integer> granted = new LinkedHashMap<>();
            for (int i = 0; i < Math.min(codes.length, filters.length); i++) {
                granted.put(filters[i], codes[i]);
            }
            return granted;
        } catch (MqttException e) {
            throw failed(e);
        }
    }

    @Override
    public void unsubscribe(Set<String> filters) throws TransportException {
        try {
            client.unsubscribe(filters.toArray(String[]::new)).waitForCompletion(ANSWER.toMillis());
        } catch (MqttException e) {
            throw failed(e);
        }
    }

    @Override
    public long largestPacket() {
        return PublishRules.LARGEST_PACKET;
    }

    @Override
    public Receipt publish(Publication publication, @Nullable Object context) throws TransportException {
        MqttMessage message = new MqttMessage(publication.payload());
        message.setQos(publication.qos());
        message.setRetained(publication.retained());
        try {
            IMqttDeliveryToken token =
                    messages.send(context, underWay -> client.publish(publication.topic(), message, underWay, null));
            return limit -> {
                try {
                    token.waitForCompletion(limit.toMillis());
                } catch (MqttException e) {
                    throw failed(e);
                }
            };
        } catch (MqttException e) {
            throw failed(e);
        }
    }

    @Override
    public List<Object> forget(Predicate<Object> contexts) {
        return messages.forget(client, contexts);
    }

    @Override
    public List<Object> unanswered() {
        return messages.unanswered(client);
    }

    @Override
    public void settle() {
        long limit = System.nanoTime() + ANSWER.toNanos();
        while (!client.isConnected() && !client.isDisconnected() && System.nanoTime() < limit) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        messages.tellAcknowledged();
        while (messages.isTelling() && System.nanoTime() < limit) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @Override
    public void acknowledge(ReceivedMessage message) throws TransportException {
        try {
            client.messageArrivedComplete(message.packetId(), message.qos());
        } catch (MqttException e) {
            throw failed(e);
        }
    }

    @Override
    public void disconnect() throws TransportException {
        try {
            client.disconnect(QUIESCE_MILLIS).waitForCompletion(LEAVE.toMillis());
        } catch (MqttException e) {
            throw failed(e);
        }
    }

    @Override
    public void abort() {
        try {
            client.disconnectForcibly(0, 100, false);
        } catch (MqttException e) {
            LOG.debug("{}: {}", clientId, e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            client.close(true);
        } catch (MqttException e) {
            LOG.debug("{}: {}", clientId, e.getMessage());
        }
    }

    @Override
    public void connectionLost(Throwable cause) {
        listener.lost(cause);
    }

    @Override
    public void messageArrived(String paho, MqttMessage message) {
        if (paho.equals(PahoTopic.LEFT_OUT)) {
            listener.discarded(received("", message), message.toString());
        } else {
            listener.received(received(PahoTopic.name(paho), message));
        }
    }

    private static ReceivedMessage received(String topic, MqttMessage message) {
        return new ReceivedMessage(
                topic,
                message.getPayload(),
                message.getQos(),
                message.isRetained(),
                message.isDuplicate(),
                message.getId(),
                MessageProperties.NONE);
    }

    @Override
    public void deliveryComplete(IMqttDeliveryToken token) {
        messages.acknowledged(token);
    }
}
