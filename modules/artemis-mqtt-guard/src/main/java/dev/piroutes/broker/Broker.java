package dev.piroutes.broker;

import dev.piroutes.broker.access.Access;
import dev.piroutes.broker.mqtt.Clash;
import dev.piroutes.broker.mqtt.MqttGuardPlugin;
import dev.piroutes.broker.mqtt.PublishListener;
import dev.piroutes.files.Reason;
import dev.piroutes.tls.CertificateInUse;
import dev.piroutes.tls.OwnCertificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An MQTT broker in this JVM: ActiveMQ Artemis, configured by {@code broker.xml}. It owns the lock on the data folder, the
 * listening port and Artemis's threads, from {@link #start} to {@link #close}; what clients may do is up to the
 * configuration.
 *
 * <p>Several brokers can run in one JVM, each with a data folder and a port of its own.
 */
public final class Broker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);
    private static final Duration STATE_PAUSE = Duration.ofMillis(5);
    private static final Duration STATE_LIMIT = Duration.ofSeconds(5);

    private final BrokerSettings settings;
    private final DataFolder data;
    private final ActiveMQServer server;
    private final MqttGuardPlugin guard;
    private volatile @Nullable String fault;
    /** The one of the settings first. */
    private final List<Listener> listeners;

    Broker(
            BrokerSettings settings,
            DataFolder data,
            ActiveMQServer server,
            MqttGuardPlugin guard,
            List<Listener> listeners) {
        this.listeners = listeners;
        this.guard = guard;
        this.settings = settings;
        this.data = data;
        this.server = server;
    }

    /**
     * Starts a broker; when this returns, it takes connections.
     *
     * @throws BrokerException within 3 s, leaving no threads, if the data folder is taken or cannot be written, or
     *     {@code broker.xml} is missing or invalid; one that {@linkplain BrokerException#isPassing passes} if the port is
     *     taken, or the host is not one of this machine
     */
    public static Broker start(BrokerSettings settings) {
        return start(settings, server -> {});
    }

    /**
     * The same, for a server that is more than a broker for itself. One that the configuration makes a backup is started
     * when this returns, and takes connections from when it takes over.
     *
     * @param preparation done to Artemis's server before it is started
     */
    public static Broker start(BrokerSettings settings, Consumer<ActiveMQServer> preparation) {
        // Before the port: that another broker has this folder too is the better explanation.
        DataFolder data = DataFolder.open(settings.data());
        boolean started = false;
        try {
            Broker broker = new BrokerStart(settings, data, preparation).start();
            started = true;
            return broker;
        } finally {
            if (!started) {
                data.close();
            }
        }
    }

    /** @throws BrokerException why it cannot start, in words; then it is stopped */
    void run() {
        AtomicReference<Exception> failure = new AtomicReference<>();
        server.registerActivationFailureListener(failure::set);
        server.registerIOCriticalErrorListener((cause, message, file) -> fault = Reason.isDiskFull(cause)
                ? "the disk of data folder " + data.path() + " is full"
                : Reason.of(Reason.root(cause)));
        try {
            server.start();
            await(() -> failure.get() != null || server.getState() == ActiveMQServer.SERVER_STATE.STARTED);
        } catch (Exception e) {
            failure.compareAndSet(null, e);
        }
        Exception cause = failure.get();
        if (cause != null || server.getState() != ActiveMQServer.SERVER_STATE.STARTED) {
            stopServer();
            throw StartFailures.explain(cause, settings, data);
        }
        requireListening();
    }

    /** Artemis goes on without an acceptor that it cannot make. */
    private void requireListening() {
        for (Listener listener : listeners) {
            if (server.isActive() && server.getRemotingService().getAcceptor(listener.name()) == null) {
                stopServer();
                throw new BrokerException("the acceptor \"" + listener.name() + "\" in broker.xml cannot be made: see"
                        + " the line of the log before this, and check its parameters");
            }
        }
    }

    /** A backup starts, and any server may be stopped, on a thread of Artemis's own. */
    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + STATE_LIMIT.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(STATE_PAUSE.toNanos());
        }
    }

    /** The host or address that it was told to listen on. */
    public String host() {
        return settings.host();
    }

    /** Whether it serves: started, and neither stopped nor ended by a fault. */
    public boolean isActive() {
        return server.isActive();
    }

    /** The TCP port that it listens on, or will when it takes over: the real one, where the settings said 0. */
    public int port() {
        if (!server.isActive()) {
            return settings.port();
        }
        return listeners().get(0).port();
    }

    /** Where clients can connect, the address of the settings first. While it does not serve: where they will. */
    public List<Listener> listeners() {
        if (!server.isActive()) {
            return listeners;
        }
        return listeners.stream()
                .map(listener -> server.getRemotingService().getAcceptor(listener.name()) instanceof NettyAcceptor open
                        ? listener.withPort(open.getActualPort())
                        : listener)
                .toList();
    }

    /** Where a broker with these settings would listen. @throws BrokerException as {@link #start} does */
    public static List<Listener> listeners(BrokerSettings settings) {
        return Listeners.prepare(BrokerStart.configuration(settings), settings);
    }

    /** What {@link #start} would meet now, by the same steps. Nothing is started, made or changed. */
    public static BrokerOutlook outlook(BrokerSettings settings) {
        return BrokerStart.outlook(settings);
    }

    /** How it is now; empty while it takes no connections. */
    public Optional<BrokerFigures> figures() {
        return server.isActive() ? Optional.of(BrokerFigures.of(server, guard, data.path())) : Optional.empty();
    }

    /** Tells of what is published at and below a topic: see {@link MqttGuardPlugin#listen}. */
    public void listen(String topic, PublishListener listener) {
        guard.listen(topic, listener);
    }

    /** Clients that throw each other off, or did within the last minute. */
    public List<Clash> clashes() {
        return guard.clashes();
    }

    /**
     * Whether it would refuse a PUBLISH for its topic or size, whoever sends it.
     *
     * @param packetSize of the whole packet, in bytes
     * @return why, in words, with the limit that it is beyond
     */
    public Optional<String> refusal(String topic, long packetSize) {
        return guard.guards().refusal(topic, packetSize);
    }

    /** Why it has stopped by itself: an error of the disk; {@code null} if there was none. */
    public @Nullable String fault() {
        return fault;
    }

    /** What a person has to look at although it serves, a line each. */
    public List<String> problems() {
        return Stream.concat(
                        guard.access().problem().stream(),
                        OwnCertificates.of(server.getConfiguration()).stream()
                                .map(OwnCertificate::problem)
                                .filter(Objects::nonNull))
                .toList();
    }

    /** Whether its configuration has users: then nobody is anonymous. */
    public boolean hasUsers() {
        return guard.access() != Access.OPEN;
    }

    /**
     * The certificates that its acceptors show: those of one's own, and those of key stores by their files as they are now, where
     * what cannot be read is left out.
     */
    public List<CertificateInUse> certificates() {
        return BrokerStart.shown(server.getConfiguration());
    }

    /** Stops within 3 s. What was acknowledged is on disk before and after; connections are closed. */
    @Override
    public void close() {
        stopServer();
        data.close();
    }

    private void stopServer() {
        try {
            // True: whoever has a copy of the data is told to go on at once.
            server.stop(true, true);
            await(() -> server.getState() == ActiveMQServer.SERVER_STATE.STOPPED);
        } catch (Exception e) {
            LOG.warn("the broker did not stop cleanly: {}", Reason.of(e));
        }
    }
}
