package dev.piroutes.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.Service;
import org.apache.camel.StartupListener;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.util.MqttTopicValidator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client that looks at what others say: the {@code client} of {@code paho-mqtt5:} endpoints. It is no device: it has no
 * will, no session and no outbox, and what is said while it is not connected it does not see. It speaks MQTT 5 for one
 * thing that 3.1.1 has not: messages keep the retained flag with which they were published.
 *
 * <p>Like a device it connects in the background, again and again, to the property {@code mqtt.url}, and not at all
 * without it. Its client id is unique, so that any number of programs may look at one broker.
 */
public final class MqttSpectator extends MqttClient implements CamelContextAware, Service, StartupListener {

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(MqttSpectator.class);

    private record Subscription(int qos, MqttCallback callback) {}

    private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();
    private final Map<Thread, MqttCallback> callbackOfThread = new ConcurrentHashMap<>();
    private final Backoff backoff =
            new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5), () -> ThreadLocalRandom.current()
                    .nextDouble());

    private String clientId = "Spectator";
    private @Nullable CamelContext camelContext;
    private volatile @Nullable MqttAsyncClient client;
    private @Nullable ScheduledExecutorService control;
    private MqttConnectionOptions options = new MqttConnectionOptions();
    private @Nullable DeviceSockets sockets;
    private volatile boolean stopping;
    private volatile boolean ready;
    private volatile @Nullable String problem = "not connected yet";

    /** Has no side effect: Camel makes a YAML bean more than once. */
    public MqttSpectator() throws MqttException {
        super("tcp://unused:1883", "unused", new MemoryPersistence());
    }

    /** What its client id begins with; eight random characters follow. Default Spectator. */
    public void setClientId(String clientId) {
        this.clientId = clientId;
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        if (this.camelContext == null) {
            this.camelContext = camelContext;
            try {
                camelContext.addStartupListener(this);
            } catch (Exception e) {
                throw RuntimeCamelException.wrapRuntimeCamelException(e);
            }
        }
    }

    /** Camel makes a YAML bean more than once; the one that it kept is meant. */
    @Override
    public void onCamelContextStarting(CamelContext context, boolean alreadyStarted) throws Exception {
        if (context.getRegistry().findByType(MqttSpectator.class).contains(this)) {
            context.addService(this);
        }
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        // Routes are not up yet: see below.
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
        if (control != null) {
            control.execute(this::open);
        }
    }

    @Override
    public void start() {
        CamelContext context = Objects.requireNonNull(camelContext);
        String url = DeviceDeclaration.property(context, "mqtt.url");
        if (url == null) {
            return;
        }
        List<String> uris = DeviceOptions.serverUris(url);
        try {
            Credentials credentials = Credentials.of(context, clientId);
            options = options(credentials, uris);
            DeviceSockets made = new DeviceSockets(uris, credentials);
            made.factory(); // fails now if it cannot be had
            sockets = made;
        } catch (IllegalArgumentException e) {
            // A machine with one device has its file alone; whoever only looks on must not keep it from starting.
            problem = e.getMessage();
            LOG.warn("{}: {}", clientId, problem);
            return;
        }
        try {
            MqttAsyncClient opened = new SpectatorClient(
                    uris.get(0), clientId + "-" + UUID.randomUUID().toString().substring(0, 8));
            opened.setCallback(new SpectatorCallback(this::arrived, this::lost));
            client = opened;
        } catch (MqttException e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
        control = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, clientId + "-connection");
    }

    private static MqttConnectionOptions options(Credentials credentials, List<String> uris) {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setServerURIs(uris.toArray(String[]::new));
        options.setAutomaticReconnect(false);
        options.setConnectionTimeout((int) ANSWER.toSeconds());
        options.setKeepAliveInterval(30);
        if (credentials.username() != null) {
            options.setUserName(credentials.username());
        }
        if (credentials.password() != null) {
            options.setPassword(new String(credentials.password()).getBytes(StandardCharsets.UTF_8));
        }
        return options;
    }

    private MqttAsyncClient client() throws MqttException {
        MqttAsyncClient open = client;
        if (open == null) {
            throw new MqttException(MqttClientException.REASON_CODE_CLIENT_NOT_CONNECTED);
        }
        return open;
    }

    private void open() {
        if (stopping) {
            return;
        }
        LocalBroker local = Objects.requireNonNull(camelContext).getRegistry().findSingleByType(LocalBroker.class);
        String waiting = local == null ? null : local.waitingFor();
        if (waiting != null) {
            problem = "the broker of this program waits: " + waiting;
            again();
            return;
        }
        try {
            // Certificates that were renewed meanwhile.
            options.setSocketFactory(Objects.requireNonNull(sockets).factory());
            client().connect(options).waitForCompletion(ANSWER.toMillis());
            for (Map.Entry<String, Subscription> entry : subscriptions.entrySet()) {
                subscribeNow(entry.getKey(), entry.getValue().qos());
            }
            ready = true;
            problem = null;
            backoff.reset();
            LOG.debug("{}: connected", clientId);
        } catch (MqttException | IllegalArgumentException e) {
            problem = "no broker that speaks MQTT 5 at " + String.join(", ", options.getServerURIs())
                    + ConnectOutcome.because(e);
            LOG.debug("{}: {}", clientId, problem);
            again();
        }
    }

    private void again() {
        ready = false;
        try {
            client().disconnectForcibly(0, 100, false);
        } catch (MqttException | RuntimeException e) {
            LOG.debug("{}: {}", clientId, e.getMessage());
        }
        if (!stopping && control != null) {
            control.schedule(this::open, backoff.next().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** A connection may end before all of it is made: it is judged when that is done. */
    private void lost(String why) {
        ScheduledExecutorService executor = control;
        if (executor == null || stopping) {
            return;
        }
        try {
            executor.execute(() -> {
                MqttAsyncClient open = client;
                if (ready && open != null && !open.isConnected()) {
                    problem = "connection lost" + why;
                    again();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("{}: lost while stopping", clientId);
        }
    }

    /** An exception would end the connection, and the message that caused it may come again. */
    private void arrived(String paho, MqttMessage message) {
        if (paho.equals(PahoTopic.LEFT_OUT)) {
            LOG.debug("{}: discarded: {}", clientId, message);
            return;
        }
        String topic = PahoTopic.name(paho);
        for (Map.Entry<String, Subscription> entry : subscriptions.entrySet()) {
            try {
                if (MqttTopicValidator.isMatched(entry.getKey(), topic)) {
                    entry.getValue().callback().messageArrived(topic, message);
                }
            } catch (Exception e) {
                LOG.warn("{}: {} could not be handed to routes: {}", clientId, PublishRules.show(topic), e.toString());
            }
        }
    }

    private void subscribeNow(String filter, int qos) throws MqttException {
        MqttSubscription subscription = new MqttSubscription(PahoTopic.of(filter), qos);
        subscription.setRetainAsPublished(true);
        client().subscribe(subscription).waitForCompletion(ANSWER.toMillis());
    }

    @Override
    public void stop() {
        stopping = true;
        MqttAsyncClient open = client;
        if (open == null) {
            return;
        }
        client = null;
        try {
            if (open.isConnected()) {
                open.disconnect(500).waitForCompletion(1000);
            }
            open.close(true);
        } catch (MqttException e) {
            LOG.debug("{}: no clean disconnect: {}", clientId, e.getMessage());
        }
        Objects.requireNonNull(camelContext).getExecutorServiceManager().shutdownNow(control);
    }

    @Override
    public void close() {
        stop();
    }

    /** Why it is not connected, in words, or null. */
    public @Nullable String problem() {
        return problem;
    }

    // What camel-paho-mqtt5 calls on the client it is given.

    @Override
    public void setCallback(MqttCallback callback) {
        callbackOfThread.put(Thread.currentThread(), callback);
    }

    /** camel-paho-mqtt5 sets a consumer's callback and subscribes its topic right after, on one thread. */
    @Override
    public @Nullable IMqttToken subscribe(String topicFilter, int qos) throws MqttException {
        MqttCallback callback = callbackOfThread.remove(Thread.currentThread());
        if (callback == null) {
            throw new IllegalStateException("subscribe without setCallback");
        }
        subscriptions.put(topicFilter, new Subscription(qos, callback));
        if (ready) {
            subscribeNow(topicFilter, qos);
        }
        return null;
    }

    @Override
    public void publish(String topic, MqttMessage message) throws MqttException {
        if (!ready) {
            throw new MqttException(MqttClientException.REASON_CODE_CLIENT_NOT_CONNECTED);
        }
        client().publish(PahoTopic.of(topic), message).waitForCompletion(ANSWER.toMillis());
    }

    @Override
    public boolean isConnected() {
        return ready;
    }

    @Override
    public String getClientId() {
        return clientId;
    }
}
