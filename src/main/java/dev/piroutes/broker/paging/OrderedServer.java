package dev.piroutes.broker.paging;

import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.paging.PagingStoreFactory;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;

/** Artemis's server, with pages that keep the order in which a connection publishes. */
public final class OrderedServer extends ActiveMQServerImpl {
    private final Publishers publishers = new Publishers();

    public OrderedServer(Configuration configuration) {
        super(configuration);
    }

    public Publishers publishers() {
        return publishers;
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
}
