package dev.piroutes.broker.paging;

import java.util.concurrent.ScheduledExecutorService;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.core.paging.cursor.PageSubscription;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.postoffice.PostOffice;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.QueueFactory;
import org.apache.activemq.artemis.core.server.impl.LastValueQueue;
import org.apache.activemq.artemis.core.settings.HierarchicalRepository;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.utils.actors.ArtemisExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Where Artemis keeps the subscriptions of sessions: a message for each client, of which the last counts. Artemis looks through all of
 * them at each subscription of anybody; here it does so when a quarter of them may be old.
 */
final class SessionStates extends LastValueQueue {
    private static final int FEW = 64;
    private static final int SHARE = 4;

    // Guarded by this.
    private long added;
    private long left;

    SessionStates(
            QueueConfiguration configuration,
            @Nullable Filter filter,
            @Nullable PageSubscription pages,
            ScheduledExecutorService scheduler,
            PostOffice office,
            StorageManager storage,
            HierarchicalRepository<AddressSettings> settings,
            ArtemisExecutor executor,
            ActiveMQServer server,
            QueueFactory factory) {
        super(
                configuration,
                filter,
                pages == null ? null : pages.getPagingStore(),
                pages,
                scheduler,
                office,
                storage,
                settings,
                executor,
                server,
                factory);
    }

    @Override
    public synchronized void addTail(MessageReference state, boolean direct) {
        added++;
        super.addTail(state, direct);
    }

    /** Called under this object's lock. */
    @Override
    protected void pruneLastValues() {
        if (added > FEW + left / SHARE) {
            super.pruneLastValues();
            added = 0;
            left = getMessageCount();
        }
    }
}
