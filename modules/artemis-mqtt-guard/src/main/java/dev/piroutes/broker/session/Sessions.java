package dev.piroutes.broker.session;

import dev.piroutes.files.Reason;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionState;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
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
    /** Seconds until sessions end that Artemis has kept without the plugin, and of which it does not know when: 24 days. */
    private static final long UNKNOWN_EXPIRY = 2_073_600;

    private final ActiveMQServer server;
    private final ArtemisSessions artemis;
    private final Unreleased unreleased;
    private final Duration grace;
    private final BrokerClock clock;
    private final SessionLog log;
    private final WillSender wills;
    private final Map<String, Session> sessions = new HashMap<>();
    private @Nullable ScheduledFuture<?> sweeping;

    /** @param grace how long after a crash the clients may take to come back */
    public Sessions(
            ActiveMQServer server, Retained retained, Unreleased unreleased, BrokerClock clock, Duration grace) {
        this.server = server;
        this.artemis = new ArtemisSessions(server);
        this.log = new SessionLog(server);
        this.wills = new WillSender(server, retained);
        this.unreleased = unreleased;
        this.clock = clock;
        this.grace = grace;
    }

    /** Reads what there is; to be called after the retained messages are there, before a client connects. */
    public synchronized void activate() throws Exception {
        sessions.clear();
        unreleased.activate();
        log.activate(sessions);
        sessions.values().forEach(session -> clock.notBefore(session.left));
        long now = clock.millis();
        for (Session session : List.copyOf(sessions.values())) {
            restore(session, now);
        }
        for (String clientId : artemis.clientIds()) {
            if (!sessions.containsKey(clientId)) {
                Session unknown = new Session(clientId);
                unknown.expiry = UNKNOWN_EXPIRY;
                unknown.left = now;
                sessions.put(clientId, unknown);
                log.store(unknown);
            }
        }
        unreleased.keepOnly(sessions.keySet());
        sweeping = server.getScheduledPool()
                .scheduleWithFixedDelay(this::sweep, SWEEP_MS, SWEEP_MS, TimeUnit.MILLISECONDS);
    }

    private void restore(Session session, long now) {
        boolean crashed = session.isConnected();
        session.willAt = crashed ? now + grace.toMillis() : session.willDue(session.left);
        if (crashed) {
            session.left = now;
        }
        if (session.expiry == 0) {
            // Over with its connection; only its will may still wait.
            artemis.end(session.clientId);
            if (session.will == null) {
                forget(session);
            }
        } else {
            artemis.keep(session.clientId);
            log.store(session);
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

    /** What the wills of all of them take of the heap, by estimate. */
    public long willBytes() {
        return log.bytes();
    }

    /** The same of one client id, as Artemis sees it. */
    public long willBytesOf(String clientId) {
        return log.bytesOf(clientId);
    }

    /** How many packet ids of QoS 2 the clients have not released. */
    public long unreleased() {
        try {
            return artemis.unreleased();
        } catch (Exception e) {
            throw new IllegalStateException("the sessions cannot be read", e);
        }
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
            artemis.discardReleases(state.getClientId());
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
            wills.send(session);
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
            log.store(session);
        }
        return lasts;
    }

    private static long seconds(MqttProperties properties, long otherwise) {
        return MessageExpiry.seconds(properties, MqttPropertyType.SESSION_EXPIRY_INTERVAL, otherwise);
    }

    /** It has made a subscription: from now on there is something to clear away after a crash. */
    public synchronized void subscribed(Object connection, String clientId) {
        Session session = sessions.get(clientId);
        if (session != null && session.owner == connection && !session.stored) {
            log.store(session);
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
            wills.send(session);
        }
        if (session.expiry == 0) {
            forget(session);
        } else {
            log.store(session);
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
            LOG.warn("client id {}: cannot end its session: {}", session.clientId, Reason.of(e));
        }
    }

    private void finishIfDue(Session session, long now) {
        if (session.owner != null) {
            return;
        }
        boolean over = session.expiry == 0 ? session.will == null : session.isDue(now);
        if (session.will != null && (session.willAt <= now || over)) {
            wills.send(session);
            over |= session.expiry == 0;
            if (!over) {
                log.store(session);
            }
        }
        if (over) {
            artemis.end(session.clientId);
            forget(session);
        }
    }

    private void forget(Session session) {
        sessions.remove(session.clientId);
        unreleased.discard(session.clientId);
        log.remove(session);
    }
}
