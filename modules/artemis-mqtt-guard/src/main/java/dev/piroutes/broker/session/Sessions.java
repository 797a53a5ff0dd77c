package dev.piroutes.broker.session;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionState;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.apache.activemq.artemis.core.server.impl.RoutingContextImpl;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.impl.TransactionImpl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends sessions when they are due, and sends wills. Artemis keeps both in memory only, sends no will on a takeover by a
 * client that speaks MQTT 3.1.1, and cannot count beyond 24.8 days; so it is told neither, and here both are also on disk.
 *
 * <p>After a crash of the broker nobody knows which clients are still there. Those that do not come back within a grace
 * time have left: their wills are sent.
 */
public final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final Object TAKEN_OVER = new Object();
    private static final long SWEEP_MS = 250;
    /** A session is not ended while its client is just connecting. */
    private static final long CONNECTING_MS = 10_000;
    /** Of sessions that an earlier version left behind, which did not write down when they end: 24 days. */
    private static final long UNKNOWN_EXPIRY = 2_073_600;

    private final Retained retained;
    private final Unreleased unreleased;
    private final Duration grace;
    private final BrokerClock clock;
    private final KeyedLog log = new KeyedLog("sessions", message -> false);
    private final Map<String, Session> sessions = new HashMap<>();
    private @Nullable ActiveMQServer server;
    private @Nullable ArtemisSessions artemis;
    private @Nullable ScheduledFuture<?> sweeping;

    /** @param grace how long after a crash the clients may take to come back */
    public Sessions(Retained retained, Unreleased unreleased, BrokerClock clock, Duration grace) {
        this.retained = retained;
        this.unreleased = unreleased;
        this.clock = clock;
        this.grace = grace;
    }

    /** Reads what there is; to be called after the retained messages are there, before a client connects. */
    public synchronized void activate(ActiveMQServer activated) throws Exception {
        server = activated;
        ArtemisSessions all = new ArtemisSessions(activated);
        artemis = all;
        sessions.clear();
        unreleased.activate(activated);
        log.activate(activated);
        log.forEach((clientId, message) -> {
            try {
                sessions.put(clientId, new Session(clientId, message));
            } catch (RuntimeException e) {
                LOG.error("client id {}: what is written of its session cannot be read: {}", clientId, e.toString());
            }
        });
        sessions.values().forEach(session -> clock.notBefore(session.left));
        long now = clock.millis();
        for (Session session : List.copyOf(sessions.values())) {
            restore(session, all, now);
        }
        for (String clientId : all.clientIds()) {
            if (!sessions.containsKey(clientId)) {
                Session unknown = new Session(clientId);
                unknown.expiry = UNKNOWN_EXPIRY;
                unknown.left = now;
                sessions.put(clientId, unknown);
                store(unknown);
            }
        }
        unreleased.keepOnly(sessions.keySet());
        sweeping = activated
                .getScheduledPool()
                .scheduleWithFixedDelay(this::sweep, SWEEP_MS, SWEEP_MS, TimeUnit.MILLISECONDS);
    }

    private void restore(Session session, ArtemisSessions all, long now) {
        boolean crashed = session.isConnected();
        session.willAt = crashed ? now + grace.toMillis() : session.willDue(session.left);
        if (crashed) {
            session.left = now;
        }
        if (session.expiry == 0) {
            // Over with its connection; only its will may still wait.
            all.end(session.clientId);
            if (session.will == null) {
                forget(session);
            }
        } else {
            all.keep(session.clientId);
            store(session);
        }
    }

    /** How many there are: of clients that are connected, and of those that may come back. */
    public synchronized int size() {
        return sessions.size();
    }

    /** Whether this client id, as Artemis sees it, has one. */
    public synchronized boolean has(String clientId) {
        return sessions.containsKey(clientId);
    }

    /** The server stops, or becomes a backup. */
    public synchronized void deactivate() {
        if (sweeping != null) {
            sweeping.cancel(false);
        }
        log.deactivate();
        sessions.clear();
    }

    /**
     * A client is about to connect: what is due of its last session happens before. A connection that it still has is taken
     * over, so its will is sent in turn with what the new one sends, not with its own end.
     *
     * @return that connection, if there is one
     */
    public synchronized @Nullable Object connecting(String clientId) {
        Session session = sessions.get(clientId);
        if (session == null) {
            return null;
        }
        long now = clock.millis();
        session.asked = now;
        finishIfDue(session, now);
        Object last = session.owner;
        if (last != null) {
            session.owner = TAKEN_OVER;
        }
        return last;
    }

    /** It may not connect: its last connection stays what it was. */
    public synchronized void refused(String clientId, Object last) {
        Session session = sessions.get(clientId);
        if (session != null && session.owner == TAKEN_OVER) {
            session.owner = last;
        }
    }

    /**
     * Its CONNECT has been accepted, and its last connection ended. The last one's will, if it is due, is sent in the
     * operation context of the calling thread, so before what the new connection publishes in that context.
     *
     * @param connect the packet as it came, with the will
     * @param fallback seconds that a session of MQTT 3.1.1 outlives its connection, negative for ever
     * @return whether the session outlives its connection
     */
    public synchronized boolean connected(
            Object connection, MQTTSessionState state, MqttConnectMessage connect, int fallback) {
        boolean clean = connect.variableHeader().isCleanSession();
        if (clean) {
            unreleased.discard(state.getClientId());
        } else {
            unreleased.restore(state);
        }
        Session session = sessions.computeIfAbsent(state.getClientId(), Session::new);
        if (session.owner != null && (clean || session.will != null && session.will.delay() == 0)
                || session.owner == null
                        && clean
                        && session.willAt > 0
                        && session.expiry != 0
                        && session.will != null
                        && session.will.delay() > 0) {
            sendWill(session);
        }
        boolean mqtt5 = connect.variableHeader().version() == 5;
        session.expiry = mqtt5
                ? seconds(connect.variableHeader().properties(), 0)
                : clean ? 0 : fallback < 0 ? Session.NEVER : fallback;
        session.owner = connection;
        session.left = 0;
        session.willAt = 0;
        session.will = Will.of(connect, state.getSession());
        boolean lasts = session.expiry != 0;
        if (lasts) {
            // For ever: when it ends is decided here.
            state.setClientSessionExpiryInterval(-1);
        }
        if (lasts || session.will != null || session.stored) {
            store(session);
        }
        return lasts;
    }

    // Raw, as Netty declares it.
    @SuppressWarnings("rawtypes")
    private static long seconds(MqttProperties properties, long otherwise) {
        MqttProperties.MqttProperty expiry = properties.getProperty(MqttPropertyType.SESSION_EXPIRY_INTERVAL.value());
        return expiry == null ? otherwise : ((Integer) expiry.value()) & 0xffff_ffffL;
    }

    /** It has made a subscription: from now on there is something to clear away after a crash. */
    public synchronized void subscribed(Object connection, String clientId) {
        Session session = sessions.get(clientId);
        if (session != null && session.owner == connection && !session.stored) {
            store(session);
        }
    }

    /**
     * The client says DISCONNECT.
     *
     * @param withWill whether its will is to be sent all the same (MQTT 5)
     * @param properties of the packet, where the expiry may be changed
     * @return false if the session ends with the connection; one that was to do so cannot be prolonged
     */
    public synchronized boolean disconnecting(
            Object connection, String clientId, boolean withWill, MqttProperties properties) {
        Session session = sessions.get(clientId);
        if (session == null || session.owner != connection) {
            return true;
        }
        if (!withWill) {
            session.will = null;
        }
        if (session.expiry != 0) {
            session.expiry = seconds(properties, session.expiry);
        }
        return session.expiry != 0;
    }

    /** The connection has ended, however. Only the first call for a connection counts. */
    public synchronized void ended(Object connection, String clientId) {
        Session session = sessions.get(clientId);
        if (session == null || session.owner != connection) {
            return;
        }
        long now = clock.millis();
        session.owner = null;
        session.left = now;
        session.willAt = session.willDue(now);
        if (session.will != null && session.willAt <= now) {
            sendWill(session);
        }
        if (session.expiry == 0) {
            forget(session);
        } else {
            store(session);
        }
    }

    /** The broker stops, and with it all connections. */
    public synchronized void endAll() {
        for (Session session : List.copyOf(sessions.values())) {
            if (session.owner != null) {
                ended(session.owner, session.clientId);
            }
        }
        clock.store();
    }

    private synchronized void sweep() {
        long now = clock.millis();
        for (Session session : List.copyOf(sessions.values())) {
            if (session.owner == null && now - session.asked > CONNECTING_MS) {
                finish(session, now);
            }
        }
    }

    private void finish(Session session, long now) {
        try {
            finishIfDue(session, now);
        } catch (RuntimeException e) {
            LOG.warn("client id {}: cannot end its session: {}", session.clientId, e.toString());
        }
    }

    private void finishIfDue(Session session, long now) {
        if (session.owner != null) {
            return;
        }
        boolean over = session.expiry == 0 ? session.will == null : session.isDue(now);
        if (session.will != null && (session.willAt <= now || over)) {
            sendWill(session);
            over |= session.expiry == 0;
            if (!over) {
                store(session);
            }
        }
        if (over) {
            Objects.requireNonNull(artemis).end(session.clientId);
            forget(session);
        }
    }

    private void sendWill(Session session) {
        Will will = session.will;
        session.will = null;
        if (will == null) {
            return;
        }
        StorageManager storage = server().getStorageManager();
        Message message = will.toSend(storage.generateID());
        try {
            SimpleString address = message.getAddressSimpleString();
            if (server().getAddressInfo(address) == null) {
                server().addOrUpdateAddressInfo(new AddressInfo(address, RoutingType.MULTICAST).setAutoCreated(true));
            }
            retained.atomically(() -> {
                // Not in the transaction, as a client's publish is not: each gets into its queues when its own message
                // is
                // on disk, and what the client publishes next would overtake a will that waits for more.
                server().getPostOffice().route(message, new RoutingContextImpl(null), false);
                if (will.isRetained()) {
                    Transaction tx = new TransactionImpl(storage);
                    retained.keep(message, tx);
                    tx.commit();
                }
            });
        } catch (Exception e) {
            LOG.warn("client id {}: cannot send its will: {}", session.clientId, e.toString());
        }
    }

    private void store(Session session) {
        session.stored = true;
        write(session.clientId, session.record(server().getStorageManager().generateID()));
    }

    private void forget(Session session) {
        sessions.remove(session.clientId);
        unreleased.discard(session.clientId);
        if (session.stored) {
            Message gone = new CoreMessage(server().getStorageManager().generateID(), 64);
            KeyedLog.markGone(gone);
            write(session.clientId, gone);
        }
    }

    private void write(String clientId, Message message) {
        try {
            Transaction tx = new TransactionImpl(server().getStorageManager());
            log.put(clientId, message, tx);
            tx.commit();
        } catch (Exception e) {
            LOG.warn("client id {}: cannot write down its session: {}", clientId, e.toString());
        }
    }

    private ActiveMQServer server() {
        return Objects.requireNonNull(server, "not activated");
    }
}
