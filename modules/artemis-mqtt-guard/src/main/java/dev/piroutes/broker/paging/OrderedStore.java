package dev.piroutes.broker.paging;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.io.SequentialFileFactory;
import org.apache.activemq.artemis.core.paging.PagingManager;
import org.apache.activemq.artemis.core.paging.impl.PagingStoreFactoryNIO;
import org.apache.activemq.artemis.core.paging.impl.PagingStoreImpl;
import org.apache.activemq.artemis.core.server.RouteContextList;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.utils.actors.ArtemisExecutor;
import org.jspecify.annotations.Nullable;

/** An address's pages, to which a message goes only if it overtakes none of its {@link Publisher}. */
class OrderedStore extends PagingStoreImpl {
    private static final int IN_MEMORY = -1;

    private final Publishers publishers;
    /** Paging does not begin between the question whether it has and the answer's use. */
    private final ReadWriteLock beginning = new ReentrantReadWriteLock();

    OrderedStore(
            SimpleString address,
            AddressSettings settings,
            @Nullable SequentialFileFactory files,
            ArtemisExecutor executor,
            PagingStoreFactoryNIO factory,
            PagingManager manager,
            Supplier<Boolean> purging,
            Publishers publishers) {
        super(
                address,
                factory.getScheduledExecutor(),
                factory.getSyncTimeout(),
                manager,
                factory.getStorageManager(),
                files,
                factory,
                address,
                settings,
                executor,
                factory.isSyncNonTransactional(),
                purging);
        this.publishers = publishers;
    }

    @Override
    public int page(
            Message message,
            Transaction transaction,
            RouteContextList queues,
            Function<Message, Message> decorator,
            boolean flowControl)
            throws Exception {
        Publisher publisher = publishers.of(getStorageManager().getContext());
        if (publisher == null) {
            return super.page(message, transaction, queues, decorator, flowControl);
        }
        beginning.readLock().lock();
        try {
            int credits = isPaging() && publisher.wouldOvertake(this)
                    ? IN_MEMORY
                    : super.page(message, transaction, queues, decorator, flowControl);
            if (credits == IN_MEMORY) {
                publisher.inMemory(this);
            }
            return credits;
        } finally {
            beginning.readLock().unlock();
        }
    }

    /** Asked for at each message for which there is no room, so it need not be done at once. */
    @Override
    public boolean startPaging() {
        if (!beginning.writeLock().tryLock()) {
            return false;
        }
        try {
            return super.startPaging();
        } finally {
            beginning.writeLock().unlock();
        }
    }
}
