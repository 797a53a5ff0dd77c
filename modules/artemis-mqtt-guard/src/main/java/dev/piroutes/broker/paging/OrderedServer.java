package dev.piroutes.broker.paging;

import dev.piroutes.broker.repair.ReadState;
import java.util.Map;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.paging.PagingManager;
import org.apache.activemq.artemis.core.paging.PagingStoreFactory;
import org.apache.activemq.artemis.core.paging.impl.PagingManagerImpl;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.protocol.SessionCallback;
import org.jspecify.annotations.Nullable;

/**
 * Artemis's server, with pages that keep the order in which a connection publishes, and a choice of how a session's messages
 * go to its client.
 */
public final class OrderedServer extends ActiveMQServerImpl {
    private final Publishers publishers = new Publishers();
    private Callbacks callbacks = (connection, artemis) -> artemis;

    public OrderedServer(Configuration configuration) {
        super(configuration);
    }

    /** What a session's messages go through on their way to its client, in place of Artemis's own callback. */
    @FunctionalInterface
    public interface Callbacks {
        SessionCallback of(RemotingConnection connection, SessionCallback artemis);
    }

    /** To be called before the server is started. */
    public void setCallbacks(Callbacks chosen) {
        callbacks = chosen;
    }

    public Publishers publishers() {
        return publishers;
    }

    @Override
    public ServerSession createSession(
            String name,
            String username,
            String password,
            int minLargeMessageSize,
            RemotingConnection connection,
            boolean autoCommitSends,
            boolean autoCommitAcks,
            boolean preAcknowledge,
            boolean xa,
            @Nullable String defaultAddress,
            SessionCallback callback,
            boolean autoCreateQueues,
            OperationContext context,
            Map<SimpleString, RoutingType> prefixes,
            String securityDomain,
            String validatedUser,
            boolean isLegacyProducer)
            throws Exception {
        return super.createSession(
                name,
                username,
                password,
                minLargeMessageSize,
                connection,
                autoCommitSends,
                autoCommitAcks,
                preAcknowledge,
                xa,
                defaultAddress,
                callbacks.of(connection, callback),
                autoCreateQueues,
                context,
                prefixes,
                securityDomain,
                validatedUser,
                isLegacyProducer);
    }

    @Override
    protected StorageManager createStorageManager() {
        ReadState storage = new ReadState(
                getConfiguration(),
                getCriticalAnalyzer(),
                executorFactory,
                scheduledPool,
                ioExecutorFactory,
                ioCriticalErrorListener);
        getCriticalAnalyzer().add(storage);
        return storage;
    }

    @Override
    protected PagingStoreFactory getPagingStoreFactory() {
        return new OrderedStores(
                getStorageManager(),
                getConfiguration(),
                scheduledPool,
                pageExecutorFactory,
                ioCriticalErrorListener,
                publishers);
    }

    @Override
    public PagingManager createPagingManager() throws Exception {
        PagingManagerImpl pages = (PagingManagerImpl) super.createPagingManager();
        if (getQueueFactory() instanceof QueueMaker) {
            // For the copy that a backup has of the pages of its peer, which knows no queues yet.
            ((OrderedStores) pages.getPagingStoreFactory()).shareNothing();
        } else {
            replaceQueueFactory(new QueueMaker(this));
        }
        return pages;
    }
}
