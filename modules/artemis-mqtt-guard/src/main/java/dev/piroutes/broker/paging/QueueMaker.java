package dev.piroutes.broker.paging;

import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.core.paging.PagingManager;
import org.apache.activemq.artemis.core.paging.impl.PagingManagerImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.QueueFactoryImpl;

/** Makes queues as Artemis does, each on an address that has pages of its own. */
final class QueueMaker extends QueueFactoryImpl {
    QueueMaker(ActiveMQServer server) {
        super(
                server.getExecutorFactory(),
                server.getScheduledPool(),
                server.getAddressSettingsRepository(),
                server.getStorageManager(),
                server);
        setPostOffice(server.getPostOffice());
    }

    @Override
    public Queue createQueueWith(QueueConfiguration queue, PagingManager pages, Filter filter) {
        ((OrderedStores) ((PagingManagerImpl) pages).getPagingStoreFactory()).ensureOwn(queue.getAddress(), pages);
        return super.createQueueWith(queue, pages, filter);
    }
}
