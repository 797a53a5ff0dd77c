package dev.piroutes.broker.session;

import dev.piroutes.files.Reason;
import java.util.Map;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sessions as they are written down, by client id. */
final class SessionLog {
    private static final Logger LOG = LoggerFactory.getLogger(SessionLog.class);

    private final ActiveMQServer server;
    private final KeyedLog log;

    SessionLog(ActiveMQServer server) {
        this.server = server;
        this.log = new KeyedLog(server, "sessions", message -> false);
    }

    /** Reads what there is; to be called when the server has read its journal. */
    void activate(Map<String, Session> sessions) throws Exception {
        log.activate();
        log.forEach((clientId, message) -> {
            try {
                sessions.put(clientId, new Session(clientId, message));
            } catch (RuntimeException e) {
                LOG.error("client id {}: what is written of its session cannot be read: {}", clientId, Reason.of(e));
            }
        });
    }

    void deactivate() {
        log.deactivate();
    }

    void store(Session session) {
        session.stored = true;
        Message record = session.record(server.getStorageManager().generateID());
        if (session.will != null) {
            session.will = Will.of(record); // once in memory, not twice
        }
        write(session.clientId, record);
    }

    /** What their wills take of the heap, and what else is written of them. */
    long bytes() {
        return Math.max(0, log.bytes() - log.size() * Weight.MESSAGE);
    }

    /** The same of one; 0: nothing is written of it. */
    long bytesOf(String clientId) {
        return log.bytesOf(clientId);
    }

    /** The session is over. */
    void remove(Session session) {
        if (session.stored) {
            Message gone = new CoreMessage(server.getStorageManager().generateID(), 64);
            KeyedLog.markGone(gone);
            write(session.clientId, gone);
        }
    }

    private void write(String clientId, Message message) {
        try {
            log.put(clientId, message);
        } catch (Exception e) {
            LOG.warn("client id {}: cannot write down its session: {}", clientId, Reason.of(e));
        }
    }
}
