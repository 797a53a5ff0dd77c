package dev.piroutes.mqtt;

import dev.piroutes.files.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Service;
import org.apache.camel.health.HealthCheckRegistry;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
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
 *     - name: lamp
 *       type: dev.piroutes.mqtt.MqttDevice
 *       properties:
 *         clientId: Lamp
 *         statusTopic: home/lamp/status
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
 * property placeholders. The broker is its {@code url}, or else the property {@code mqtt.url}; without either, or if the
 * property {@code mqtt.connect} is {@code false}, a device does not connect, so that tests of routes with mocks need no broker;
 * with a {@link VirtualBroker} in the registry it talks to that one.
 */
public final class MqttDevice extends DeviceState implements CamelContextAware, Service {

    /** The property that says whether devices connect; default: true. */
    public static final String CONNECT = "mqtt.connect";

    private static final Logger LOG = LoggerFactory.getLogger(MqttDevice.class);

    private volatile @Nullable CamelContext camelContext;
    private volatile Publisher publisher = Publisher.NOT_STARTED;
    private @Nullable ScheduledExecutorService control;
    private @Nullable ExecutorService dispatch;
    private @Nullable DeviceHealthCheck healthCheck;

    @Override
    public void setCamelContext(CamelContext camelContext) {
        if (this.camelContext == null) {
            this.camelContext = camelContext;
            PahoDeviceComponent.install(camelContext);
            PahoMqtt5DeviceComponent.install(camelContext);
            if (MqttDeviceDevConsole.install(camelContext)) {
                DeviceStartup.pauseAllWhenStopping(camelContext);
            }
            DeviceStartup.install(this, camelContext);
        }
    }

    @Override
    public @Nullable CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void start() {
        CamelContext context = Objects.requireNonNull(camelContext);
        VirtualBroker virtual = context.getRegistry().findSingleByType(VirtualBroker.class);
        if (virtual != null) {
            // Camel's, whose work a test in virtual time waits for.
            ExecutorService commands =
                    context.getExecutorServiceManager().newSingleThreadExecutor(this, declaredClientId() + "-commands");
            virtual.attach(routes, commands);
            publisher = new Publisher(virtual.target(name()));
            virtualBroker = virtual;
            return;
        }
        DeviceOptions checked = checked(context);
        if ("false".equals(Property.of(context, CONNECT))) {
            return;
        }
        if (!isElsewhere() && Property.of(context, "mqtt.url") == null) {
            LOG.warn(
                    "{}: does not connect, because the property mqtt.url is not set; it names the broker: tcp://HOST:1883",
                    declaredClientId());
            return;
        }
        open(context, checked, rules(context));
        HealthCheckRegistry health = HealthCheckRegistry.get(context);
        if (health != null) {
            healthCheck = new DeviceHealthCheck(this);
            health.register(healthCheck);
        }
    }

    /** What holds for it. @throws IllegalArgumentException with one line that names the device, and what does not fit */
    DeviceOptions checked(CamelContext context) {
        try {
            rules(context);
            return options(context);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("MQTT device \"" + declaredClientId() + "\": " + Reason.of(e), e);
        }
    }

    private void open(CamelContext context, DeviceOptions checked, PublishRules rules) {
        options = checked;
        control = DeviceThreads.control(checked.clientId() + "-connection");
        dispatch = DeviceThreads.commands(checked.clientId() + "-commands");
        Connection opened = new Connection(
                checked,
                localBroker(context),
                control,
                dispatch,
                routes,
                rules,
                message -> MessageAcknowledgedEvent.notify(context, checked.clientId(), message),
                listener -> new MqttTransport(checked, listener));
        routes.all().forEach(consumer -> opened.subscribe(consumer.filter(), consumer.qos()));
        publisher = new Publisher(opened);
        connection = opened;
    }

    /**
     * A stopped route would let a command fall: what comes from now on waits at the broker. And the process may not have
     * the time to wait for acknowledgements: what is under way goes to disk.
     */
    void pause() {
        ifOpen(own -> {
            own.inbox().pause();
            own.outbox().storeUnacknowledged();
        });
    }

    @Override
    public void stop() {
        Connection open = connection;
        if (open == null) {
            return;
        }
        open.stop();
        connection = null;
        publisher = Publisher.NOT_STARTED;
        Objects.requireNonNull(control).shutdownNow();
        Objects.requireNonNull(dispatch).shutdownNow();
        HealthCheckRegistry health = HealthCheckRegistry.get(Objects.requireNonNull(camelContext));
        if (health != null && healthCheck != null) {
            health.unregister(healthCheck);
        }
    }

    /**
     * Joins a context that runs already, before its routes do: takes subscriptions from now on.
     *
     * @throws IllegalArgumentException if an option is bad, or another device has the client id
     */
    public void enter() throws Exception {
        DeviceStartup.join(this, Objects.requireNonNull(camelContext));
    }

    /** Begins to connect, after {@link #enter} and the start of its routes. */
    public void begin() {
        ifOpen(Connection::start);
    }

    /**
     * Keeps a payload retained at the broker, QoS 1: sent when it changes and on every connect, after the birth. For what
     * describes the device; what its routes publish is theirs. An empty payload takes back what was there.
     */
    public void announce(String topic, String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        Connection own = connection;
        VirtualBroker virtual = virtualBroker;
        if (own != null) {
            own.announce(topic, bytes);
        } else if (virtual != null) {
            virtual.announce(name(), new Publication(topic, bytes, 1, true));
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
        ifOpen(own -> own.inbox().resume());
    }

    /** Ends the subscriptions to these topic filters, which no route takes any more. */
    public void forget(Set<String> filters) {
        ifOpen(own -> own.unsubscribe(filters));
    }

    /**
     * Waits until the broker has answered the subscriptions that were made and ended so far. Without a connection there is
     * nothing to wait for: they are made with the next one.
     *
     * @return false if it has not within the limit
     */
    public boolean settle(Duration limit) throws InterruptedException {
        Connection own = connection;
        return own == null || own.settle(limit);
    }

    /** Breaks the connection without a good-bye, as a network does: the broker publishes the will. */
    public void cut() {
        ifOpen(Connection::cut);
    }

    /** Subscribes to the topic filter of a consumer, which gets its messages until {@link #remove}. */
    void add(DeviceConsumer consumer) {
        routes.add(consumer);
        ifOpen(own -> own.subscribe(consumer.filter(), consumer.qos()));
    }

    /** The subscription stays, for a route that takes its place or for the next start: {@link #forget} ends it. */
    void remove(DeviceConsumer consumer) {
        routes.remove(consumer);
    }

    /** Publishes a message of an exchange; see {@link Publisher#publish}. */
    boolean publish(Publication message, Exchange exchange, AsyncCallback callback) {
        return publisher.publish(message, exchange, callback);
    }

    /** Publishes that a message was given up. */
    boolean reject(Publication rejection, Exchange exchange, AsyncCallback callback) {
        rejected.increment();
        return publish(rejection, exchange, callback);
    }

    /**
     * Publishes a message, and waits until the broker has it or it is on disk: for Java code. A route has its {@code paho:}
     * step, which keeps no thread waiting.
     *
     * @throws MqttException if it can be neither sent nor kept
     */
    public void publish(String topic, MqttMessage message) throws MqttException {
        publisher.publishAndWait(new Publication(topic, message.getPayload(), message.getQos(), message.isRetained()));
    }
}
