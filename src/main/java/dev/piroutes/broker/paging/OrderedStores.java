package dev.piroutes.broker.paging;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.io.IOCriticalErrorListener;
import org.apache.activemq.artemis.core.io.SequentialFileFactory;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.paging.impl.PagingStoreFactoryNIO;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.settings.HierarchicalRepository;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.utils.ExecutorFactory;
import org.jspecify.annotations.Nullable;

/** Makes an {@link OrderedStore} for each address. */
final class OrderedStores extends PagingStoreFactoryNIO {
    private final Publishers publishers;

    OrderedStores(
            StorageManager storage,
            Configuration configuration,
            ScheduledExecutorService scheduler,
            ExecutorFactory executors,
            IOCriticalErrorListener listener,
            Publishers publishers) {
        super(
                storage,
                configuration.getPagingLocation(),
                configuration.getPageSyncTimeout(),
                scheduler,
                executors,
                configuration.isJournalSyncNonTransactional(),
                listener);
        this.publishers = publishers;
    }

    @Override
    public synchronized PagingStore newStore(SimpleString address, AddressSettings settings) {
        return store(address, settings, null);
    }

    /** Artemis's own for the folders that are there already, made anew as ours. */
    @Override
    public List<PagingStore> reloadStores(HierarchicalRepository<AddressSettings> settings) throws Exception {
        return super.reloadStores(settings).stream()
                .map(found -> store(
                        found.getAddress(),
                        settings.getMatch(found.getAddress().toString()),
                        newFileFactory(found.getFolder().getName())))
                .toList();
    }

    private PagingStore store(SimpleString address, AddressSettings settings, @Nullable SequentialFileFactory files) {
        return new OrderedStore(
                address,
                settings,
                files,
                getExecutorFactory().getExecutor().setFair(true),
                this,
                getPagingManager(),
                publishers);
    }
}
