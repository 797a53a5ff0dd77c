package dev.piroutes.broker.mqtt;

import dev.piroutes.broker.guard.ClientIds;
import dev.piroutes.files.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTConnection;
import org.apache.activemq.artemis.core.server.ActivateCallback;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for what must never be: a client that has acknowledged all it was sent, has messages waiting, and has been sent none
 * of them for {@link #LIMIT}. Without this nobody would see it: no connection breaks, nothing is refused. Its deliveries are
 * started once more.
 */
final class StallWatch implements ActivateCallback {
    /** How long nothing may be sent while something waits. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(StallWatch.class);

    private final ActiveMQServer server;
    /** When messages were first seen to wait for a client, nanoseconds. */
    private final Map<MqttHandler, Long> waitingSince = new HashMap<>();

    private @Nullable ScheduledFuture<?> looking;
    private volatile long stalls;
    private volatile int stalled;

    StallWatch(ActiveMQServer server) {
        this.server = server;
    }

    @Override
    public void activated() {
        looking = server.getScheduledPool()
                .scheduleWithFixedDelay(this::look, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void deActivate() {
        if (looking != null) {
            looking.cancel(false);
        }
        synchronized (this) {
            waitingSince.clear();
            stalled = 0;
        }
    }

    /** How often a client was found so, since the start; one that stays so counts once. */
    long stalls() {
        return stalls;
    }

    /** How many clients are so now. */
    int stalled() {
        return stalled;
    }

    private synchronized void look() {
        try {
            look(System.nanoTime());
        } catch (RuntimeException e) {
            LOG.warn("cannot look for stalled clients: {}", Reason.of(e));
        }
    }

    private void look(long now) {
        Map<MqttHandler, Long> before = Map.copyOf(waitingSince);
        waitingSince.clear();
        int found = 0;
        for (ServerSession session : server.getSessions()) {
            if (!(session.getRemotingConnection() instanceof MQTTConnection connection)) {
                continue;
            }
            MqttHandler handler = MqttHandler.of(connection.getTransportConnection());
            long waiting = handler == null ? 0 : waiting(session, handler);
            if (handler == null || waiting == 0) {
                continue;
            }
            long since = before.getOrDefault(handler, now);
            waitingSince.put(handler, since);
            if (now - since >= LIMIT.toNanos()) {
                found++;
                stalled(connection, session, waiting, now - since);
            }
        }
        stalled = found;
    }

    /** Messages that nothing keeps from being sent. One that was sent since the last look is a sign that others follow. */
    private static long waiting(ServerSession session, MqttHandler handler) {
        return handler.sentNothingFor() < PERIOD.toNanos()
                ? 0
                : session.getServerConsumers().stream()
                        .map(ServerConsumer::getQueue)
                        .mapToLong(StallWatch::waiting)
                        .sum();
    }

    private static long waiting(Queue queue) {
        return queue.getMessageCount() - queue.getDeliveringCount() - queue.getScheduledCount();
    }

    private void stalled(MQTTConnection connection, ServerSession session, long waiting, long forNanos) {
        if (forNanos < LIMIT.plus(PERIOD).toNanos()) {
            stalls++;
            LOG.warn(
                    "client id {}: {} messages wait and none was sent for {} s, though it has acknowledged all that was;"
                            + " delivery is started again. Please report this.",
                    ClientIds.decode(String.valueOf(connection.getClientID())),
                    waiting,
                    TimeUnit.NANOSECONDS.toSeconds(forNanos));
        }
        session.getServerConsumers().forEach(ServerConsumer::promptDelivery);
    }
}
