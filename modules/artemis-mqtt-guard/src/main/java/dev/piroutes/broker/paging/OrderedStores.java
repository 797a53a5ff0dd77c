package dev.piroutes.broker.paging;

import dev.piroutes.files.Reason;
import java.util.List;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.io.SequentialFileFactory;
import org.apache.activemq.artemis.core.paging.PagingManager;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.paging.cursor.PageCursorProvider;
import org.apache.activemq.artemis.core.paging.impl.PagingManagerImpl;
import org.apache.activemq.artemis.core.paging.impl.PagingStoreFactoryNIO;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.HierarchicalRepository;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.utils.actors.ArtemisExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Makes an {@link OrderedStore} for each address with a queue. All other topics share one: messages are paged where their
 * queues are, so that a topic that is covered by wildcards only, or by nobody, needs no pages; and there may be ten
 * thousands of them.
 */
public final class OrderedStores extends PagingStoreFactoryNIO {
    private static final SimpleString SHARED = SimpleString.of("$sys.piroutes.topics");

    final Publishers publishers;
    final Supplier<Boolean> purging;
    final PageMemory memory = new PageMemory(Runtime.getRuntime().maxMemory());
    /** Whether this thread asks for the store of a queue. */
    private final ThreadLocal<Boolean> forQueue = ThreadLocal.withInitial(() -> false);

    private @Nullable PagingStore shared;

    private OrderedStores(PagingStoreFactoryNIO artemis, Supplier<Boolean> purging, Publishers publishers) {
        super(
                artemis.getStorageManager(),
                artemis.getDirectory(),
                artemis.getSyncTimeout(),
                artemis.getScheduledExecutor(),
                artemis.getExecutorFactory(),
                artemis.isSyncNonTransactional(),
                artemis.getCritialErrorListener(),
                purging);
        this.purging = purging;
        this.publishers = publishers;
    }

    /**
     * Takes the place of Artemis's own, which has made no store that lasts: they are all made anew when the journal is read.
     * The two methods that replace something are there for Artemis's own tests: another version may have others.
     *
     * @param server in the first part of its start
     * @return false if its pages are not files
     */
    public static boolean install(ActiveMQServer server, Publishers publishers) {
        if (!(server instanceof ActiveMQServerImpl artemis)
                || !(server.getPagingManager() instanceof PagingManagerImpl pages)
                || !(pages.getPagingStoreFactory() instanceof PagingStoreFactoryNIO files)) {
            return false;
        }
        OrderedStores ordered = new OrderedStores(files, server.getConfiguration()::isPurgePageFolders, publishers);
        ordered.setPagingManager(pages);
        pages.replacePageStoreFactory(ordered);
        artemis.replaceQueueFactory(new QueueMaker(server));
        return true;
    }

    @Override
    public synchronized PagingStore newStore(SimpleString address, AddressSettings settings) {
        if (forQueue.get()) {
            return store(address, settings, null);
        }
        PagingStore one = shared;
        if (one == null) {
            one = new SharedStore(settings, getExecutorFactory().getExecutor(), this);
            shared = one;
        }
        return one;
    }

    /** Sees to it that the address has a store of its own, which it keeps until it is removed. */
    void ensureOwn(SimpleString address, PagingManager pages) {
        forQueue.set(true);
        try {
            while (pages.getPageStore(address) instanceof SharedStore) {
                // Somebody has just published to it.
                pages.deletePageStore(address);
            }
        } catch (Exception e) {
            throw new IllegalStateException("no pages for " + address + ": " + Reason.of(e), e);
        } finally {
            forQueue.remove();
        }
    }

    @Override
    public PageCursorProvider newCursorProvider(
            PagingStore store, StorageManager storage, AddressSettings settings, ArtemisExecutor executor) {
        return SmallCursors.of(super.newCursorProvider(store, storage, settings, executor));
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
        OrderedStore store = new OrderedStore(
                address, settings, files, getExecutorFactory().getExecutor().setFair(true), this);
        memory.add(store);
        return store;
    }

    /** Counts the bytes of messages altogether, and has no pages. */
    private static final class SharedStore extends OrderedStore {
        private SharedStore(AddressSettings settings, ArtemisExecutor executor, OrderedStores factory) {
            super(SHARED, settings, null, executor, factory);
        }

        /** Artemis keeps a topic as long as something is in its store: here it may be of any other topic. */
        @Override
        public long getAddressSize() {
            return 0;
        }

        /** When a topic that had it is removed. */
        @Override
        public void destroy() {}
    }
}
