package dev.piroutes.broker.repair;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.Pair;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.io.IOCriticalErrorListener;
import org.apache.activemq.artemis.core.journal.JournalLoadInformation;
import org.apache.activemq.artemis.core.journal.RecordInfo;
import org.apache.activemq.artemis.core.paging.PagingManager;
import org.apache.activemq.artemis.core.persistence.AddressBindingInfo;
import org.apache.activemq.artemis.core.persistence.GroupingInfo;
import org.apache.activemq.artemis.core.persistence.QueueBindingInfo;
import org.apache.activemq.artemis.core.persistence.impl.PageCountPending;
import org.apache.activemq.artemis.core.persistence.impl.journal.JournalStorageManager;
import org.apache.activemq.artemis.core.postoffice.PostOffice;
import org.apache.activemq.artemis.core.server.impl.JournalLoader;
import org.apache.activemq.artemis.core.transaction.ResourceManager;
import org.apache.activemq.artemis.utils.ExecutorFactory;
import org.apache.activemq.artemis.utils.critical.CriticalAnalyzer;

/** Artemis's storage, which says of a start that failed whether it was over what it read. */
public final class ReadState extends JournalStorageManager {

    /** What is on disk cannot be read. */
    public static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(Exception cause) {
            super(cause);
        }
    }

    public ReadState(
            Configuration configuration,
            CriticalAnalyzer analyzer,
            ExecutorFactory executors,
            ScheduledExecutorService scheduler,
            ExecutorFactory ioExecutors,
            IOCriticalErrorListener listener) {
        super(configuration, analyzer, executors, scheduler, ioExecutors, listener);
    }

    @Override
    public JournalLoadInformation loadBindingJournal(
            List<QueueBindingInfo> queues, List<GroupingInfo> groups, List<AddressBindingInfo> addresses)
            throws Exception {
        try {
            return super.loadBindingJournal(queues, groups, addresses);
        } catch (Exception e) {
            throw new UnreadableException(e);
        }
    }

    @Override
    public JournalLoadInformation loadMessageJournal(
            PostOffice postOffice,
            PagingManager pages,
            ResourceManager resources,
            Map<Long, QueueBindingInfo> queues,
            Map<SimpleString, List<Pair<byte[], Long>>> duplicateIds,
            Set<Pair<Long, Long>> pendingLarge,
            Set<Long> storedLarge,
            List<PageCountPending> pendingCounters,
            JournalLoader loader,
            List<Consumer<RecordInfo>> listeners)
            throws Exception {
        try {
            return super.loadMessageJournal(
                    postOffice,
                    pages,
                    resources,
                    queues,
                    duplicateIds,
                    pendingLarge,
                    storedLarge,
                    pendingCounters,
                    loader,
                    listeners);
        } catch (Exception e) {
            throw new UnreadableException(e);
        }
    }
}
