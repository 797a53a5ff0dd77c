package dev.piroutes.broker.paging;

import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.core.paging.PagingManager;
import org.apache.activemq.artemis.core.paging.cursor.PageSubscription;
import org.apache.activemq.artemis.core.paging.impl.PagingManagerImpl;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.QueueFactoryImpl;
import org.jspecify.annotations.Nullable;

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
        return MQTTUtil.MQTT_SESSION_STORE.equals(queue.getName().toString())
                ? sessionStates(queue, getPageSubscription(queue, pages, filter), filter)
                : super.createQueueWith(queue, pages, filter);
    }

    private Queue sessionStates(QueueConfiguration queue, @Nullable PageSubscription pages, Filter filter) {
        SessionStates made = new SessionStates(
                queue.setLastValueKey(Message.HDR_LAST_VALUE_NAME),
                filter,
                pages,
                scheduledExecutor,
                postOffice,
                storageManager,
                addressSettingsRepository,
                executorFactory.getExecutor(),
                server,
                this);
        server.getCriticalAnalyzer().add(made);
        return made;
    }
}
