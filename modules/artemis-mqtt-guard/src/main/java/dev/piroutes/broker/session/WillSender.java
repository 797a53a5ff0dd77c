package dev.piroutes.broker.session;

import dev.piroutes.files.Reason;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.apache.activemq.artemis.core.server.impl.RoutingContextImpl;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.impl.TransactionImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes wills, in the operation context of the calling thread. */
final class WillSender {
    private static final Logger LOG = LoggerFactory.getLogger(WillSender.class);

    private final ActiveMQServer server;
    private final Retained retained;

    WillSender(ActiveMQServer server, Retained retained) {
        this.server = server;
        this.retained = retained;
    }

    /** Sends the session's will, if it has one, and takes it from it. */
    void send(Session session) {
        Will will = session.will;
        session.will = null;
        if (will == null) {
            return;
        }
        StorageManager storage = server.getStorageManager();
        Message message = will.toSend(storage.generateID());
        try {
            SimpleString address = message.getAddressSimpleString();
            if (server.getAddressInfo(address) == null) {
                server.addOrUpdateAddressInfo(new AddressInfo(address, RoutingType.MULTICAST).setAutoCreated(true));
            }
            retained.atomically(() -> {
                // Not in the transaction, as a client's publish is not: each gets into its queues when its own message
                // is on disk, and what the client publishes next would overtake a will that waits for more.
                server.getPostOffice().route(message, new RoutingContextImpl(null), false);
                if (will.isRetained()) {
                    Transaction tx = new TransactionImpl(storage);
                    retained.keep(message, tx);
                    tx.commit();
                }
            });
        } catch (Exception e) {
            LOG.warn("client id {}: cannot send its will: {}", session.clientId, Reason.of(e));
        }
    }
}
