package dev.piroutes.mqtt;

import dev.piroutes.time.Time;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device's connection, and what passes over it. It joins the parts: {@link Connector} (when), {@link Outbox} (what is sent),
 * {@link Inbox} (what is received). All that waits for the broker runs on one control thread; the transport's threads only hand
 * over.
 */
final class Connection implements PublishTarget {

    /** Whoever waits for a device to leave waits no longer than this. */
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    /** How soon what has been acknowledged leaves the disk. */
    private static final Duration TIDY = Duration.ofMillis(200);

    /** How soon what a person wants to be sent again goes back into the outbox. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** One of so many parts of the heap is for messages of QoS 0 that wait for a device's routes: 1.5 MB of the packages' 48 MB. */
    private static final int QOS0_SHARE = 32;

    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    private final DeviceOptions options;
    private final ScheduledExecutorService control;
    private final PublishRules rules;
    private final DeviceTls tls;
    private final Transport transport;
    private final Subscriptions subscriptions;
    private final StatusPublisher status;
    private final Announcements announcements;
    private final Outbox outbox;
    private final Inbox inbox;
    private final Endings endings;
    private final DiscardLog discards;
    private final LongAdder published = new LongAdder();
    private final List<Future<?>> repeated = new CopyOnWriteArrayList<>();

    private final Connector connector;
    private volatile boolean announces;
    /** What the broker does not do, as it was said last. Control thread only. */
    private String lack = "";

    /**
     * @param localBroker of this program; one that waits for its port is not connected to
     * @param control one thread
     * @param dispatch one thread
     * @param rules of the broker
     * @param acknowledged is told each message that the broker has acknowledged, in order; it must be quick
     * @param transports makes the client for this as its listener
     * @throws IllegalArgumentException if the options do not suit the client
     */
    Connection(
            DeviceOptions options,
            LocalBroker localBroker,
            ScheduledExecutorService control,
            Executor dispatch,
            Inbox.Router router,
            PublishRules rules,
            Consumer<OutboxMessage> acknowledged,
            Function<Transport.Listener, Transport> transports) {
        this.options = options;
        this.control = control;
        this.rules = rules;
        this.tls = new DeviceTls(options.serverUris(), options.credentials());
        tls.factory(); // fails now if it cannot be had
        this.discards = new DiscardLog(options.clientId());
        this.transport = transports.apply(new TransportEvents(this, control, acknowledged));
        this.subscriptions = new Subscriptions(options.clientId(), transport);
        this.status = new StatusPublisher(options, transport);
        this.announcements = new Announcements(transport);
        this.inbox = new Inbox(
                dispatch, router, this::acknowledge, Runtime.getRuntime().maxMemory() / QOS0_SHARE);
        this.outbox = new Outbox(
                options.clientId(),
                new OutboxFile(options.outbox()),
                new UnsentMessages(options.outbox(), options.clientId()),
                rules,
                options.limits(),
                Time.SYSTEM,
                this::send);
        this.endings = new Endings(options, transport, outbox, announcements, status);
        this.connector =
                new Connector(options, localBroker, control, tls, transport, this::introduce, outbox, inbox, endings);
    }

    /** Begins to connect, and goes on until {@link #stop}. */
    void start() {
        if (!connector.start()) {
            return;
        }
        repeated.add(
                control.scheduleWithFixedDelay(this::tidy, TIDY.toMillis(), TIDY.toMillis(), TimeUnit.MILLISECONDS));
        repeated.add(control.scheduleWithFixedDelay(outbox::takeBackAside, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS));
        if (options.statusEvery() != null) {
            long every = options.statusEvery().toMillis();
            repeated.add(control.scheduleAtFixedRate(this::repeatStatus, every, every, TimeUnit.MILLISECONDS));
        }
    }

    /** On every connect, before anything else. */
    private void introduce() throws TransportException {
        subscriptions.makeAll();
        BrokerTakes takes = transport.takes();
        rules.brokerTakes(takes.packetSize());
        takes.lacks().ifPresentOrElse(this::sayLack, () -> lack = "");
        status.begin(Transport.ANSWER);
        announcements.sendAll(Transport.ANSWER);
    }

    /** Once, however often it connects. */
    private void sayLack(String line) {
        if (!line.equals(lack)) {
            lack = line;
            LOG.warn("{}: {}", options.clientId(), line);
        }
    }

    private void tidy() {
        outbox.tidy();
        if (connector.readyFor().compareTo(RefusalSearch.AT_ONCE) > 0) {
            endings.tryHeld();
        }
    }

    private void repeatStatus() {
        if (connector.ready() && status.repeat()) {
            endings.sentOther();
        }
    }

    /** Adds a subscription: made now if connected, and at every connect. */
    void subscribe(String filter, int qos) {
        whenConnected(() -> subscriptions.add(filter, qos), () -> subscriptions.make(filter));
    }

    /** Ends those that there are of these subscriptions. */
    void unsubscribe(Set<String> filters) {
        Set<String> gone = new HashSet<>();
        whenConnected(() -> gone.addAll(subscriptions.remove(filters)), () -> transport.unsubscribe(gone));
    }

    /** Waits until the broker has answered these. @return false if it has not within the limit; true if not connected */
    boolean settle(Duration limit) throws InterruptedException {
        return !connector.ready() || DeviceThreads.await(control, () -> true, limit);
    }

    /** @param change whether it makes the request necessary, if connected */
    private void whenConnected(BooleanSupplier change, Transport.Request request) {
        control.execute(() -> {
            if (change.getAsBoolean() && connector.ready()) {
                try {
                    request.make();
                } catch (TransportException e) {
                    connector.restart();
                }
            }
        });
    }

    /** Takes a publish; see {@link Outbox#add}. QoS 0 is sent now or, with no connection, dropped, as MQTT says. */
    @Override
    public @Nullable OutboxMessage publish(Publication message) throws OutboxException {
        String problem = rules.problem(message);
        if (problem != null) {
            outbox.countRefused();
            throw new OutboxException(problem);
        }
        published.increment();
        if (message.qos() > 0) {
            return outbox.add(message);
        }
        endings.sentOther();
        try {
            transport.publish(message, null);
        } catch (TransportException e) {
            LOG.debug("{}: QoS 0 message to {} dropped: {}", options.clientId(), message.topic(), e.getMessage());
        }
        return null;
    }

    @Override
    public void storeIfUnacknowledged(OutboxMessage message) {
        outbox.storeIfUnacknowledged(message);
    }

    /**
     * Keeps a payload retained at the broker, QoS 1: from now on if connected, and at every connect. An empty one takes
     * back what was there.
     */
    void announce(String topic, byte[] payload) {
        String problem = rules.problem(new Publication(topic, payload, 1, true));
        if (problem != null) {
            LOG.error("{}: not announced: {}", options.clientId(), problem);
            return;
        }
        announces = true;
        control.execute(() -> {
            if (announcements.put(topic, payload) && connector.ready()) {
                endings.sentOther();
                announcements.send(topic);
            }
        });
    }

    /**
     * Takes back all that was announced, before the device leaves for good.
     *
     * @return whether the broker knows
     */
    boolean withdraw() throws InterruptedException {
        if (!announces || !connector.ready()) {
            return !announces;
        }
        return announcements.withdraw(control, GOODBYE);
    }

    /** Breaks the connection without a good-bye, as a network does. It comes back by itself. */
    void cut() {
        control.execute(connector::cut);
    }

    /** Publishes {@code offline}, disconnects, closes the outbox. Takes at most about 2 s. */
    void stop() {
        repeated.forEach(task -> task.cancel(false));
        if (connector.stop()) {
            takeLeave();
        }
        transport.close();
        outbox.close();
    }

    private void takeLeave() {
        endings.settle();
        try {
            status.end(Duration.ofSeconds(1));
            transport.disconnect();
            LOG.info(
                    "{}: {}disconnected",
                    options.clientId(),
                    options.statusTopic() == null ? "" : "published " + options.offlinePayload() + " and ");
        } catch (TransportException e) {
            LOG.debug("{}: no clean disconnect: {}", options.clientId(), e.getMessage());
        }
    }

    private boolean send(OutboxMessage message) {
        try {
            transport.publish(outbox.asOfNow(message), message);
            return true;
        } catch (TransportException e) {
            return false;
        }
    }

    private void acknowledge(Delivery delivery) {
        try {
            transport.acknowledge(delivery.message());
        } catch (TransportException e) {
            LOG.debug("{}: acknowledgement not sent: {}", options.clientId(), e.getMessage());
        }
    }

    // What is asked of it.

    Outbox outbox() {
        return outbox;
    }

    Inbox inbox() {
        return inbox;
    }

    DeviceOptions options() {
        return options;
    }

    /** How many messages routes have published. */
    long published() {
        return published.sum();
    }

    DiscardLog discards() {
        return discards;
    }

    Announcements announcements() {
        return announcements;
    }

    Connector connector() {
        return connector;
    }

    /** What a person should know of a topic whose messages wait. */
    String heldMessage(String topic) {
        return endings.heldMessage(topic);
    }

    /** The subscriptions that the broker has refused on this connection. */
    Set<String> refusedFilters() {
        return subscriptions.refused();
    }

    /** The certificate that the broker showed last, and was accepted. */
    Optional<X509Certificate> brokerCertificate() {
        return tls.brokerCertificate();
    }
}
