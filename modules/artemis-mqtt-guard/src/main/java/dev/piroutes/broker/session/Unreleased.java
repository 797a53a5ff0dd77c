package dev.piroutes.broker.session;

import dev.piroutes.files.Reason;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.postoffice.DuplicateIDCache;
import org.apache.activemq.artemis.core.postoffice.impl.PostOfficeImpl;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionState;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The packet ids under which clients have published with QoS 2, and which they have not released (PUBREL) yet: what comes
 * again under such an id is not a new message. Artemis knows them only until it ends; here its own duplicate detection keeps
 * them on disk: a client gets its PUBREC when message and packet id are there, and its PUBCOMP when the packet id is gone.
 *
 * <p>Kept for sessions that outlive their connection, {@value #MOST} for each; of more, the oldest are forgotten.
 */
public final class Unreleased implements ActiveMQServerMessagePlugin {
    /** Clients have 10 to 20 under way by default. */
    static final int MOST = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Unreleased.class);
    private static final String PREFIX = Internal.PREFIX + "unreleased.";

    private final ActiveMQServer server;
    /** Ids of the clients that have published with QoS 2. */
    private final Set<String> clientIds = ConcurrentHashMap.newKeySet();

    private final ThreadLocal<@Nullable Publish> publishing = new ThreadLocal<>();

    private record Publish(String clientId, int id) {}

    public Unreleased(ActiveMQServer server) {
        this.server = server;
    }

    /** Reads what there is; to be called when the server has read its journal, before a client connects. */
    void activate() {
        clientIds.clear();
        ((PostOfficeImpl) server.getPostOffice())
                .getDuplicateIDCaches().keySet().stream()
                        .map(SimpleString::toString)
                        .filter(address -> address.startsWith(PREFIX))
                        .forEach(address -> clientIds.add(address.substring(PREFIX.length())));
    }

    /** Runs what publishes one message of QoS 2 from a client whose session lasts, on the calling thread. */
    public void publish(String clientId, int id, Runnable sending) {
        publishing.set(new Publish(clientId, id));
        try {
            sending.run();
        } finally {
            publishing.remove();
        }
    }

    @Override
    public void beforeSend(
            ServerSession session, Transaction tx, Message message, boolean direct, boolean noAutoCreateQueue)
            throws ActiveMQException {
        Publish publish = publishing.get();
        if (publish == null) {
            return;
        }
        clientIds.add(publish.clientId);
        try {
            cacheOf(publish.clientId).addToCache(encode(publish.id), tx);
        } catch (ActiveMQException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("cannot keep a packet id: " + Reason.of(e), e);
        }
    }

    /** The client has released this packet id: it may use it for another message. */
    public void released(String clientId, int id) {
        if (clientIds.contains(clientId)) {
            try {
                cacheOf(clientId).deleteFromCache(encode(id));
            } catch (Exception e) {
                LOG.warn("client id {}: cannot release packet id {}: {}", clientId, id, Reason.of(e));
            }
        }
    }

    /** Artemis is told what a session has not released. */
    void restore(MQTTSessionState state) {
        if (clientIds.contains(state.getClientId())) {
            cacheOf(state.getClientId()).getMap().forEach(id -> state.getPubRec()
                    .add(decode(id.getA())));
        }
    }

    /** The session is over, and its packet ids with it. */
    void discard(String clientId) {
        if (clientIds.remove(clientId)) {
            try {
                cacheOf(clientId).clear();
                ((PostOfficeImpl) server.getPostOffice()).getDuplicateIDCaches().remove(address(clientId));
            } catch (Exception e) {
                LOG.warn("client id {}: cannot remove its packet ids: {}", clientId, Reason.of(e));
            }
        }
    }

    /** Discards what belongs to no session. */
    void keepOnly(Set<String> known) {
        List.copyOf(clientIds).stream().filter(id -> !known.contains(id)).forEach(this::discard);
    }

    private DuplicateIDCache cacheOf(String clientId) {
        return server.getPostOffice().getDuplicateIDCache(address(clientId));
    }

    private static SimpleString address(String clientId) {
        return SimpleString.of(PREFIX + clientId);
    }

    private static byte[] encode(int id) {
        return ByteBuffer.allocate(Short.BYTES).putShort((short) id).array();
    }

    private static int decode(byte[] id) {
        return Short.toUnsignedInt(ByteBuffer.wrap(id).getShort());
    }
}
