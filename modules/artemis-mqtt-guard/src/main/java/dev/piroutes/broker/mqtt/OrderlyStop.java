package dev.piroutes.broker.mqtt;

import dev.piroutes.broker.session.Sessions;
import dev.piroutes.files.Reason;
import java.time.Duration;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.api.core.ActiveMQDisconnectedException;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTConnection;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTStateManager;
import org.apache.activemq.artemis.core.server.ActivateCallback;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the sessions when the server stops, while there still is a journal to write their wills to: Artemis would end them
 * while it closes the journal, and log a stack trace for each. After an error of the disk there is no such journal.
 */
final class OrderlyStop implements ActivateCallback {
    private static final Logger LOG = LoggerFactory.getLogger(OrderlyStop.class);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(1);
    private static final Duration DRAIN_PAUSE = Duration.ofMillis(5);
    /** So many looks in a row: a write that ends wakes the next task a moment later. */
    private static final int IDLE_ENOUGH = 6;

    private final ActiveMQServer server;
    private final Sessions sessions;
    private final PacketThread.Tasks onLoops;
    private volatile boolean failed;

    OrderlyStop(ActiveMQServer server, Sessions sessions, PacketThread.Tasks onLoops) {
        this.server = server;
        this.sessions = sessions;
        this.onLoops = onLoops;
        server.registerIOCriticalErrorListener((cause, message, file) -> failed = true);
    }

    @Override
    public void activated() {
        failed = false;
    }

    @Override
    public void preDeActivate() {
        if (failed || !server.isActive()) {
            return;
        }
        try {
            server.getRemotingService().pauseAcceptors();
            letRunningTasksEnd();
            sessions.endAll();
            for (MQTTConnection client :
                    MQTTStateManager.getInstance(server).getConnectedClients().values()) {
                client.fail(new ActiveMQDisconnectedException("the broker stops"));
            }
            letRunningTasksEnd();
        } catch (Exception e) {
            LOG.warn("the broker could not disconnect its clients: {}", Reason.of(e));
        }
    }

    /**
     * What is under way still writes to the journal, and Artemis closes that without waiting. A write that ends starts the
     * next task, so the journal is flushed until nothing has been started by it.
     */
    private void letRunningTasksEnd() throws Exception {
        long end = System.nanoTime() + DRAIN_LIMIT.toNanos();
        long begun;
        do {
            begun = tasks();
            server.getStorageManager().getMessageJournal().flush();
            awaitIdle(end);
        } while (tasks() != begun && System.nanoTime() < end);
    }

    private void awaitIdle(long end) {
        int idle = 0;
        while (idle < IDLE_ENOUGH && System.nanoTime() < end) {
            idle = isBusy() ? 0 : idle + 1;
            LockSupport.parkNanos(DRAIN_PAUSE.toNanos());
        }
    }

    private long tasks() {
        return onLoops.begun() + (server.getThreadPool() instanceof ThreadPoolExecutor pool ? pool.getTaskCount() : 0);
    }

    private boolean isBusy() {
        return onLoops.areRunning()
                || server.getThreadPool() instanceof ThreadPoolExecutor pool
                        && (pool.getActiveCount() > 0 || !pool.getQueue().isEmpty())
                // Its queue is of what comes later.
                || server.getScheduledPool() instanceof ThreadPoolExecutor timers && timers.getActiveCount() > 0;
    }
}
