package dev.piroutes.mqtt;

import dev.piroutes.tls.CertificateInUse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.Service;
import org.apache.camel.StartupListener;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.ManagementStrategy;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.util.json.JsonObject;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.MqttTopic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device on the bench: one MQTT connection with its client id, its will and its birth. It is declared under
 * {@code beans:} in the device's own YAML file, and every {@code paho:} endpoint of that file names it as its
 * {@code client}:
 *
 * <pre>{@code
 * - beans:
 *     - name: led
 *       type: dev.piroutes.mqtt.MqttDevice
 *       properties:
 *         clientId: PicoB
 *         statusTopic: "{{lab.root}}/devB/status"
 * }</pre>
 *
 * <p>What it does:
 * <ul>
 *   <li>it connects in the background, in whatever order device and broker start, and for ever;
 *   <li>on every connect: subscriptions, then {@code online}, then what could not be published before;
 *   <li>before a clean stop {@code offline}, which is its Last Will too; both retained, QoS 1;
 *   <li>several consumers share it, and a route may publish on it while it consumes from it;
 *   <li>a publish with QoS 1 or 2 is done when the broker has it or it is on disk. In an exchange that a device's message
 *       started it is done at once, and that message is acknowledged after it;
 *   <li>a message is acknowledged after the exchanges that it started are complete; messages are handed to routes one at a
 *       time.
 * </ul>
 *
 * <p>The setters are the options; a bad value fails the start with one line that names it. All of them may use
 * property placeholders. The broker is the property {@code mqtt.url}; without it a device does not connect, so that
 * tests of routes with mocks need no broker; with a {@link VirtualBroker} in the registry it talks to that one.
 */
public final class MqttDevice implements CamelContextAware, Service, StartupListener {

    /** How long the start of the routes waits for the first attempt to connect, so that a wrong password ends it. */
    private static final Duration FIRST_ATTEMPT = Duration.ofSeconds(3);

    /** How long a publish waits for its acknowledgement before the message goes to disk as well. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Where a device without {@code mqtt.url} does not connect to. */
    private static final String UNUSED = "tcp://unused:1883";

    private static final Logger LOG = LoggerFactory.getLogger(MqttDevice.class);

    private final List<DeviceConsumer> consumers = new CopyOnWriteArrayList<>();
    private final Set<String> refusedTopics = ConcurrentHashMap.newKeySet();

    private volatile @Nullable CamelContext camelContext;
    private volatile @Nullable Connection connection;
    private volatile @Nullable VirtualBroker virtualBroker;
    private @Nullable ScheduledExecutorService control;
    private @Nullable ExecutorService dispatch;
    private volatile @Nullable DeviceOptions options;
    private @Nullable DeviceHealthCheck healthCheck;
    private volatile PublishRules rules = new PublishRules(BrokerLimits.UNKNOWN);

    private String clientId = "";
    private @Nullable String statusTopic;
    private @Nullable Duration statusEvery;
    private boolean cleanSession;
    private Duration keepAlive = Duration.ofSeconds(30);
    private String onlinePayload = "online";
    private String offlinePayload = "offline";
    private boolean acceptRetained;
    private int outboxMessages = OutboxLimits.DEFAULT.messages();
    private long outboxBytes = OutboxLimits.DEFAULT.bytes();
    private @Nullable Duration outboxAge;
    private @Nullable String url;
    private @Nullable String credentials;

    /**
     * The MQTT client id, one of its kind at the broker: 1 to 128 letters, digits, {@code -} and {@code _}. Required.
     * Under another {@code lab.root} than the default it gets the root as a suffix ({@code PicoB-csc2106-g07}).
     */
    public void setClientId(String clientId) {
        this.clientId = clientId;
    }

    /** The topic of birth and will. Default: none, and the device says neither. */
    public void setStatusTopic(String statusTopic) {
        this.statusTopic = statusTopic;
    }

    /**
     * How often the device says {@code online} again while it is connected, 1 s or more: a sign of life for who watches its
     * status. Default: never, it says so on connect only.
     */
    public void setStatusEvery(Duration statusEvery) {
        this.statusEvery = statusEvery;
    }

    /** Whether the broker forgets the device's subscriptions and queued messages when it leaves. Default false. */
    public void setCleanSession(boolean cleanSession) {
        this.cleanSession = cleanSession;
    }

    /** After how long without traffic the connection is pinged, 1 s to 18 h. Default 30 s. */
    public void setKeepAlive(Duration keepAlive) {
        this.keepAlive = keepAlive;
    }

    /** What the birth says. Default {@code online}. */
    public void setOnlinePayload(String onlinePayload) {
        this.onlinePayload = onlinePayload;
    }

    /** What the will, and a clean stop, say. Default {@code offline}. */
    public void setOfflinePayload(String offlinePayload) {
        this.offlinePayload = offlinePayload;
    }

    /**
     * Whether routes get messages that the broker had retained. Default false: a command that was retained by mistake
     * would be handled again at every reconnect. It is refused, with a log line that says how to clear it. True for a
     * device that reads states. A live copy of a retained message does not carry the flag, and is handled.
     */
    public void setAcceptRetained(boolean acceptRetained) {
        this.acceptRetained = acceptRetained;
    }

    /** Whether routes get messages that the broker had retained. */
    public boolean isAcceptRetained() {
        return acceptRetained;
    }

    /** Whether the broker forgets the device's subscriptions and queued messages when it leaves. */
    public boolean isCleanSession() {
        return cleanSession;
    }

    /** The most messages kept while the broker is away. Default 10000. What comes then fails in its route. */
    public void setOutboxMessages(int outboxMessages) {
        this.outboxMessages = outboxMessages;
    }

    /** The most bytes of topics and payloads kept while the broker is away. Default 8388608 (8 MiB). */
    public void setOutboxBytes(long outboxBytes) {
        this.outboxBytes = outboxBytes;
    }

    /** After how long a message that could not be sent is dropped. Default: never. */
    public void setOutboxAge(Duration outboxAge) {
        this.outboxAge = outboxAge;
    }

    /**
     * The device's own broker, one address or more, for a device that joins two brokers. Default: the lab's, which is the
     * property {@code mqtt.url}. The lab's user and password are not sent to it.
     */
    public void setUrl(String url) {
        this.url = url;
    }

    /**
     * A folder with the file {@code CLIENTID.properties} for the broker of {@link #setUrl}: {@code mqtt.username}, {@code
     * mqtt.password}, and {@code mqtt.ca} for TLS. Default: none, and the connection is anonymous.
     */
    public void setCredentials(String credentials) {
        this.credentials = credentials;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        if (this.camelContext == null) {
            this.camelContext = camelContext;
            DeviceComponent.install(camelContext);
            if (MqttDeviceDevConsole.install(camelContext)) {
                camelContext.addLifecycleStrategy(new LifecycleStrategySupport() {
                    @Override
                    public void onContextStopping(CamelContext context) {
                        context.getRegistry().findByType(MqttDevice.class).forEach(MqttDevice::pause);
                    }
                });
            }
            try {
                camelContext.addStartupListener(this);
            } catch (Exception e) {
                throw RuntimeCamelException.wrapRuntimeCamelException(e);
            }
        }
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return camelContext;
    }

    /** Camel makes a YAML bean more than once; the one that it kept is the device. */
    @Override
    public void onCamelContextStarting(CamelContext context, boolean alreadyStarted) throws Exception {
        Set<MqttDevice> devices = context.getRegistry().findByType(MqttDevice.class);
        if (devices.contains(this)) {
            if (devices.stream().anyMatch(other -> other != this && other.clientId.equals(clientId))) {
                throw new IllegalArgumentException("two MQTT devices have clientId \"" + clientId
                        + "\": they would throw each other off; give each an id of its own");
            }
            context.addService(this);
        }
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        // Routes are not up yet: see below.
    }

    /** Every consumer has subscribed by now: all devices may appear, at once; each is waited for. */
    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) throws Exception {
        Connection own = connection;
        if (own == null) {
            return;
        }
        for (MqttDevice device : context.getRegistry().findByType(MqttDevice.class)) {
            if (device.connection != null) {
                device.connection.start();
            }
        }
        Optional<ConnectOutcome> outcome = own.connector().firstAttempt(FIRST_ATTEMPT);
        if (outcome.isEmpty()) {
            LOG.warn(
                    "{}: no answer yet from {}",
                    name(),
                    String.join(", ", options().serverUris()));
        } else if (outcome.get().isFinal()) {
            throw new IllegalArgumentException(name() + ": " + own.connector().problem());
        }
    }

    @Override
    public void start() {
        CamelContext context = Objects.requireNonNull(camelContext);
        VirtualBroker virtual = context.getRegistry().findSingleByType(VirtualBroker.class);
        if (virtual != null) {
            // Camel's, whose work a test in virtual time waits for.
            dispatch = context.getExecutorServiceManager().newSingleThreadExecutor(this, clientId + "-commands");
            virtual.attach(this, dispatch, this::route);
            virtualBroker = virtual;
            return;
        }
        DeviceOptions checked;
        try {
            checked = resolve(context);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("MQTT device \"" + clientId + "\": " + e.getMessage());
        }
        if (property(context, "mqtt.url") == null) {
            LOG.debug("MQTT device {}: no mqtt.url, so it does not connect", clientId);
            return;
        }
        options = checked;
        rules = rules(context);
        requireSendable(checked);
        control = DeviceThreads.control(checked.clientId() + "-connection");
        dispatch = DeviceThreads.commands(checked.clientId() + "-commands");
        Connection opened = new Connection(
                checked,
                localBroker(context),
                control,
                dispatch,
                this::route,
                rules,
                this::acknowledged,
                listener -> new PahoTransport(checked, listener));
        consumers.forEach(consumer -> opened.subscribe(consumer.filter(), consumer.qos()));
        connection = opened;
        HealthCheckRegistry health = HealthCheckRegistry.get(context);
        if (health != null) {
            healthCheck = new DeviceHealthCheck(this);
            health.register(healthCheck);
        }
    }

    private PublishRules rules(CamelContext context) {
        BrokerLimits limits = url == null ? context.getRegistry().findSingleByType(BrokerLimits.class) : null;
        return new PublishRules(limits == null ? BrokerLimits.UNKNOWN : limits);
    }

    private void requireSendable(DeviceOptions checked) {
        if (checked.statusTopic() == null) {
            return;
        }
        for (String payload : List.of(onlinePayload, offlinePayload)) {
            String problem = rules.problem(checked.statusTopic(), payload.getBytes(StandardCharsets.UTF_8), 1);
            if (problem != null) {
                throw new IllegalArgumentException("MQTT device \"" + clientId + "\": statusTopic: " + problem);
            }
        }
    }

    /**
     * Checks the options that have been set, as the start does.
     *
     * @throws IllegalArgumentException with one line that names the first that does not fit
     */
    public void requireValidOptions() {
        options(clientId, List.of(UNUSED), Credentials.NONE, Path.of("unused"));
    }

    private DeviceOptions resolve(CamelContext context) {
        String lab = property(context, "mqtt.url");
        String id = clientId + Objects.requireNonNullElse(property(context, "mqtt.client-id-suffix"), "");
        Path folder = Path.of(Objects.requireNonNullElse(property(context, "outbox.dir"), "data/outbox"));
        if (url != null) {
            return options(
                    id,
                    DeviceOptions.serverUris(url),
                    credentials == null ? Credentials.NONE : Credentials.read(Path.of(credentials), id),
                    folder);
        }
        return options(
                id,
                DeviceOptions.serverUris(lab == null ? UNUSED : lab),
                lab == null ? Credentials.NONE : Credentials.of(context, id),
                folder);
    }

    private DeviceOptions options(String id, List<String> serverUris, Credentials credentials, Path folder) {
        return new DeviceOptions(
                id,
                serverUris,
                credentials,
                cleanSession,
                keepAlive,
                statusTopic,
                statusEvery,
                onlinePayload,
                offlinePayload,
                folder.resolve(id + ".mv"),
                new OutboxLimits(outboxMessages, outboxBytes, outboxAge));
    }

    /** A device with a broker of its own has nothing to do with the program's. */
    private LocalBroker localBroker(CamelContext context) {
        LocalBroker found = url == null ? context.getRegistry().findSingleByType(LocalBroker.class) : null;
        return found == null ? () -> null : found;
    }

    private static @Nullable String property(CamelContext context, String name) {
        String value = CamelContextHelper.parseText(context, "{{?" + name + "}}");
        return value == null || value.isBlank() ? null : value;
    }

    /**
     * A stopped route would let a command fall: what comes from now on waits at the broker. And the process may not have
     * the time to wait for acknowledgements: what is under way goes to disk.
     */
    private void pause() {
        if (connection != null) {
            connection.inbox().pause();
            connection.outbox().storeUnacknowledged();
        }
    }

    @Override
    public void stop() {
        Connection open = connection;
        if (open == null) {
            return;
        }
        open.stop();
        connection = null;
        Objects.requireNonNull(control).shutdownNow();
        Objects.requireNonNull(dispatch).shutdownNow();
        HealthCheckRegistry health = HealthCheckRegistry.get(Objects.requireNonNull(camelContext));
        if (health != null && healthCheck != null) {
            health.unregister(healthCheck);
        }
    }

    // For routes and devices that come, change and go while the context runs.

    /** Whether the other one has the same options: this one could stand for it, and its connection need not break. */
    public boolean isDeclaredAs(MqttDevice other) {
        return declaration().equals(other.declaration());
    }

    private List<@Nullable Object> declaration() {
        return Arrays.asList(
                clientId,
                statusTopic,
                statusEvery,
                cleanSession,
                keepAlive,
                onlinePayload,
                offlinePayload,
                acceptRetained,
                outboxMessages,
                outboxBytes,
                outboxAge,
                url,
                credentials);
    }

    /**
     * Joins a context that runs already, before its routes do: takes subscriptions from now on.
     *
     * @throws IllegalArgumentException if an option is bad, or another device has the client id
     */
    public void enter() throws Exception {
        onCamelContextStarting(Objects.requireNonNull(camelContext), true);
    }

    /** Begins to connect, after {@link #enter} and the start of its routes. */
    public void begin() {
        Connection own = connection;
        if (own != null) {
            own.start();
        }
    }

    /**
     * Keeps a payload retained at the broker, QoS 1: sent when it changes and on every connect, after the birth. For what
     * describes the device; what its routes publish is theirs. An empty payload takes back what was there.
     */
    public void announce(String topic, String payload) {
        String problem = rules.problem(topic, payload.getBytes(StandardCharsets.UTF_8), 1);
        if (problem != null) {
            LOG.error("{}: not announced: {}", name(), problem);
            return;
        }
        Connection own = connection;
        if (own != null) {
            own.announce(topic, payload.getBytes(StandardCharsets.UTF_8));
        } else if (virtualBroker != null) {
            virtualBroker.announce(name(), new Publication(topic, payload.getBytes(StandardCharsets.UTF_8), 1, true));
        }
    }

    /**
     * Takes back all that it announced, for a device that will not come again.
     *
     * @return whether the broker knows; without a connection it cannot
     */
    public boolean withdraw() throws InterruptedException {
        Connection own = connection;
        return own == null || own.withdraw();
    }

    /** Whether it joins another broker than the lab's. */
    public boolean isElsewhere() {
        return url != null;
    }

    /** What the birth says. */
    public String getOnlinePayload() {
        return onlinePayload;
    }

    /** What the will, and a clean stop, say. */
    public String getOfflinePayload() {
        return offlinePayload;
    }

    /** Leaves a context that runs on: says {@code offline} and disconnects. */
    public void leave() throws Exception {
        Objects.requireNonNull(camelContext).removeService(this);
        stop();
    }

    /**
     * Hands no message to routes until {@link #resume}; what comes waits, unacknowledged. Waits for the message that
     * they are at.
     *
     * @return false if that message is not done within the limit
     */
    public boolean hold(Duration limit) throws InterruptedException {
        Connection own = connection;
        return own == null || own.inbox().hold(limit);
    }

    /** Ends {@link #hold}. */
    public void resume() {
        Connection own = connection;
        if (own != null) {
            own.inbox().resume();
        }
    }

    /** Ends the subscriptions to these topic filters, which no route takes any more. */
    public void forget(Set<String> filters) {
        Connection own = connection;
        if (own != null) {
            own.unsubscribe(filters);
        }
    }

    /** Whether a route takes messages of this topic. */
    boolean subscribes(String topic) {
        return consumers.stream().anyMatch(consumer -> MqttTopic.isMatched(consumer.filter(), topic));
    }

    private void route(Delivery delivery) {
        delivery.receivedBy(this);
        if (delivery.message().retained() && !acceptRetained) {
            refuseRetained(delivery.topic());
            return;
        }
        boolean taken = false;
        for (DeviceConsumer consumer : consumers) {
            if (MqttTopic.isMatched(consumer.filter(), delivery.topic())) {
                taken = true;
                consumer.handle(delivery);
            }
        }
        if (!taken) {
            LOG.warn(
                    "{}: no route takes {} (a subscription of an earlier run?)",
                    name(),
                    PublishRules.show(delivery.topic()));
        }
    }

    /** For whoever watches Camel's events; costs nothing while nobody does. */
    private void acknowledged(OutboxMessage message) {
        ManagementStrategy management = Objects.requireNonNull(camelContext).getManagementStrategy();
        if (!management.getEventNotifiers().isEmpty()) {
            try {
                management.notify(new MessageAcknowledgedEvent(name(), message));
            } catch (Exception e) {
                LOG.debug("{}: an event notifier failed", name(), e);
            }
        }
    }

    private void refuseRetained(String topic) {
        if (connection != null) {
            connection.counts().retainedRefused.increment();
        }
        if (refusedTopics.add(topic)) {
            LOG.warn(
                    "{}: refused a retained message on {}; to clear it: mosquitto_pub -t {} -r -n (a device that reads"
                            + " states sets acceptRetained: true)",
                    name(),
                    topic,
                    topic);
        }
    }

    /** Publishes that a message was given up; see {@link #publish}. */
    boolean reject(Publication rejection, Exchange exchange, AsyncCallback callback) {
        Connection open = connection;
        if (open != null) {
            open.counts().rejected.increment();
        }
        return publish(rejection, exchange, callback);
    }

    /** Breaks the connection without a good-bye, as a network does: the broker publishes the will. */
    void cut() {
        Connection open = connection;
        if (open != null) {
            open.cut();
        }
    }

    // What the endpoints ask.

    /** Subscribes to the topic filter of a consumer, which gets its messages until {@link #remove}. */
    void add(DeviceConsumer consumer) {
        consumers.add(consumer);
        Connection open = connection;
        if (open != null) {
            open.subscribe(consumer.filter(), consumer.qos());
        }
    }

    /** The subscription stays, for a route that takes its place or for the next start: {@link #forget} ends it. */
    void remove(DeviceConsumer consumer) {
        consumers.remove(consumer);
    }

    /**
     * Publishes a message of an exchange, and calls back when the exchange may go on: at once if a message of a device
     * started it, for then that one's acknowledgement waits; else when the broker has the message or it is on disk.
     *
     * @return whether it has called back already
     */
    boolean publish(Publication message, Exchange exchange, AsyncCallback callback) {
        OutboxMessage published;
        try {
            published = take(message);
        } catch (NotPublished e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        if (published == null
                || exchange.getProperty(Delivery.PROPERTY) instanceof Delivery delivery
                        && delivery.attach(published.safe())) {
            callback.done(true);
            return true;
        }
        whenSafe(published, failure -> {
            if (failure != null) {
                exchange.setException(new NotPublished(failure));
            }
            callback.done(false);
        });
        return false;
    }

    /**
     * Publishes a message, and waits until the broker has it or it is on disk: for Java code. A route has its {@code paho:}
     * step, which keeps no thread waiting.
     *
     * @throws MqttException if it can be neither sent nor kept
     */
    public void publish(String topic, MqttMessage message) throws MqttException {
        OutboxMessage published =
                take(new Publication(topic, message.getPayload(), message.getQos(), message.isRetained()));
        if (published != null) {
            CompletableFuture<@Nullable Throwable> safe = new CompletableFuture<>();
            whenSafe(published, safe::complete);
            Throwable failure = safe.join();
            if (failure != null) {
                throw new NotPublished(failure);
            }
        }
    }

    /** @return what may yet be unsafe, or null if there is nothing to wait for */
    private @Nullable OutboxMessage take(Publication message) throws NotPublished {
        Connection open = connection;
        String problem = rules.problem(message.topic(), message.payload(), message.qos());
        if (problem != null) {
            if (open != null) {
                open.outbox().countRefused();
            }
            throw new NotPublished(new IllegalArgumentException(problem));
        }
        VirtualBroker virtual = virtualBroker;
        if (virtual != null) {
            virtual.publish(name(), message);
            return null;
        }
        if (open == null) {
            throw new NotPublished(new IllegalStateException("the device \"" + name() + "\" is not started"));
        }
        try {
            return open.publish(message);
        } catch (OutboxException e) {
            throw new NotPublished(e);
        }
    }

    /** Runs it on a thread of its own when the message is safe, with null, or can be neither sent nor kept, with the reason. */
    private void whenSafe(OutboxMessage published, Consumer<@Nullable Throwable> then) {
        Connection open = Objects.requireNonNull(connection);
        published
                .safe()
                .copy()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .whenCompleteAsync(
                        (ok, late) -> {
                            if (late instanceof TimeoutException) {
                                open.outbox().storeIfUnacknowledged(published);
                            }
                            published.safe().whenComplete((safe, failure) -> then.accept(failure));
                        },
                        DeviceThreads.CONTINUATIONS);
    }

    /** Whether it is connected, subscribed, and the broker has its status. */
    public boolean isConnected() {
        Connection open = connection;
        return virtualBroker != null || open != null && open.connector().ready();
    }

    /** The client id in use: see {@link #name}. */
    public String getClientId() {
        return name();
    }

    // What a screen, a health check or a metric asks.

    /** The client id in use, with the suffix of its {@code lab.root}. */
    public String name() {
        return options == null ? clientId : options.clientId();
    }

    /** The topic of birth and will, or null. */
    public @Nullable String getStatusTopic() {
        return statusTopic;
    }

    /** Why the device is not connected, in words. */
    public String problem() {
        return connection == null ? "not started" : connection.connector().problem();
    }

    /** The topic filters that the broker does not let it subscribe to. */
    Set<String> refusedFilters() {
        return connection == null ? Set.of() : connection.refusedFilters();
    }

    /** What the broker does not take while it takes the rest, in words, or null. */
    @Nullable
    String degraded() {
        Connection own = connection;
        if (own == null) {
            return null;
        }
        List<String> all = new ArrayList<>();
        own.outbox().heldTopics().forEach(topic -> all.add(own.heldMessage(topic)));
        int aside = own.outbox().setAside();
        if (aside > 0) {
            all.add(aside + (aside == 1 ? " message is" : " messages are")
                    + " set aside, because the broker would not take "
                    + (aside == 1 ? "it" : "them") + ": see pi-routes outbox");
        }
        return all.isEmpty() ? null : String.join("; ", all);
    }

    /** Since when it is connected, or not. */
    public @Nullable Instant since() {
        return connection == null ? null : connection.connector().since();
    }

    /** Its counters since the start, or none before it. */
    Optional<JsonObject> figures() {
        return Optional.ofNullable(connection).map(DeviceFigures::of);
    }

    /** The certificates that its connection needs: its own, its authority's, and the one that the broker has shown. */
    public List<CertificateInUse> certificates() {
        Connection open = connection;
        if (open == null || options().serverUris().stream().noneMatch(uri -> uri.matches("(ssl|wss)://.*"))) {
            return List.of();
        }
        List<CertificateInUse> certificates = new ArrayList<>();
        Credentials used = options().credentials();
        if (used.certificate() != null) {
            CertificateInUse.in(used.certificate(), name(), CertificateInUse.COPY)
                    .ifPresent(certificates::add);
        }
        if (used.ca() != null) {
            CertificateInUse.in(used.ca(), "the broker's authority", CertificateInUse.COPY)
                    .ifPresent(certificates::add);
        }
        open.brokerCertificate()
                .ifPresent(shown -> certificates.add(new CertificateInUse(
                        "the broker",
                        String.join(", ", options().serverUris()),
                        shown,
                        "renew it where the broker runs ('pi-routes secure', if that is Pi Routes)")));
        return certificates;
    }

    /** How many messages wait for the broker. */
    public int outboxDepth() {
        return connection == null ? 0 : connection.outbox().depth();
    }

    private DeviceOptions options() {
        return Objects.requireNonNull(options);
    }
}
