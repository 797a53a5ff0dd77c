package dev.piroutes.broker.paging;

import dev.piroutes.broker.session.LargeBody;
import dev.piroutes.files.Reason;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.io.SequentialFileFactory;
import org.apache.activemq.artemis.core.paging.PagedMessage;
import org.apache.activemq.artemis.core.paging.cursor.PageSubscription;
import org.apache.activemq.artemis.core.paging.impl.Page;
import org.apache.activemq.artemis.core.paging.impl.PagingStoreImpl;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.impl.journal.OperationContextImpl;
import org.apache.activemq.artemis.core.server.RouteContextList;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.utils.ArtemisCloseable;
import org.apache.activemq.artemis.utils.actors.ArtemisExecutor;
import org.jspecify.annotations.Nullable;

/** An address's pages, to which a message goes only if it overtakes none of its {@link Publisher}. */
class OrderedStore extends PagingStoreImpl {
    private static final int IN_MEMORY = -1;

    private final Publishers publishers;
    private final PageMemory memory;
    /** Paging does not begin, and the address is not removed, between the question whether it is and the answer's use. */
    private final ReadWriteLock state = new ReentrantReadWriteLock();

    private boolean removed;

    OrderedStore(
            SimpleString address,
            AddressSettings settings,
            @Nullable SequentialFileFactory files,
            ArtemisExecutor executor,
            OrderedStores factory) {
        super(
                address,
                factory.getScheduledExecutor(),
                factory.getSyncTimeout(),
                factory.getPagingManager(),
                factory.getStorageManager(),
                files,
                factory,
                address,
                settings,
                executor,
                factory.isSyncNonTransactional(),
                factory.purging);
        this.publishers = factory.publishers;
        this.memory = factory.memory;
    }

    @Override
    public int page(
            Message message,
            Transaction transaction,
            RouteContextList queues,
            @Nullable Function<Message, Message> decorator,
            boolean flowControl)
            throws Exception {
        Publisher publisher = publishers.of(getStorageManager().getContext());
        state.readLock().lock();
        try {
            int credits = removed || publisher != null && isPaging() && publisher.wouldOvertake(this)
                    ? IN_MEMORY
                    : super.page(
                            message,
                            transaction,
                            queues,
                            publisher == null ? decorator : inPages(decorator),
                            flowControl);
            if (credits == IN_MEMORY && publisher != null) {
                publisher.inMemory(this);
            }
            return credits;
        } finally {
            state.readLock().unlock();
        }
    }

    /** What an MQTT client publishes, if it is large, does not come back into memory with its page, only when it is delivered. */
    private Function<Message, Message> inPages(@Nullable Function<Message, Message> decorator) {
        return message -> {
            Message decorated = decorator == null ? message : decorator.apply(message);
            try {
                return LargeBody.isLargeInMemory(decorated)
                        ? LargeBody.onDisk(decorated, getStorageManager())
                        : decorated;
            } catch (Exception e) {
                throw new IllegalStateException(
                        "a large message to " + getAddress() + " cannot be stored: " + Reason.of(e), e);
            }
        };
    }

    /** Asked for at each message for which there is no room, so it need not be done at once. */
    @Override
    public boolean startPaging() {
        if (!state.writeLock().tryLock()) {
            return false;
        }
        try {
            return super.startPaging();
        } finally {
            state.writeLock().unlock();
        }
    }

    /**
     * Artemis has the message's queues look for it when as many writes are done as there were to be when it was given to this
     * store. If it goes to other stores, too, one of theirs may be done first, and this one's queues look too early, and
     * not again before the next message comes.
     */
    @Override
    protected void directWritePage(PagedMessage message, boolean lineUp, boolean replicated) throws Exception {
        Page current = getCurrentPage();
        if (current != null && memory.isFull(current)) {
            forceAnotherPage();
        }
        super.directWritePage(message, lineUp, replicated);
        for (long queue : message.getQueueIDs()) {
            PageSubscription subscription = getCursorProvider().getSubscription(queue);
            if (subscription != null && subscription.getQueue() != null) {
                subscription.getQueue().deliverAsync();
            }
        }
    }

    @Override
    public int getPrefetchPageMessages() {
        return memory.readAhead(super.getPrefetchPageMessages());
    }

    /** At most: one that is written, and one for each queue. */
    int pagesInMemory() {
        if (!isStorePaging()) {
            return 0;
        }
        AtomicInteger pages = new AtomicInteger(1);
        getCursorProvider().forEachSubscription(queue -> pages.incrementAndGet());
        return pages.get();
    }

    /**
     * Without a subscription Artemis takes one page after the other until it meets an empty one and nothing waits to be
     * written. What waits is written only after that: it would make and take empty pages for ever.
     */
    @Override
    public @Nullable Page depage() throws Exception {
        Page current = getCurrentPage();
        boolean onlyWaiting = hasPendingIO()
                && getFirstPage() == getCurrentWritingPage()
                && current != null
                && current.getNumberOfMessages() == 0;
        return onlyWaiting ? null : super.depage();
    }

    /** Artemis's own forgets what waits to be written, and its publisher would wait for that without end. */
    @Override
    public void destroy() throws Exception {
        state.writeLock().lock();
        removed = true;
        state.writeLock().unlock();
        memory.remove(this);
        OperationContext remover = OperationContextImpl.getContext();
        if (remover != null) {
            remover.storeLineUp();
        }
        execute(() -> {
            writeAndDestroy();
            if (remover != null) {
                execute(remover::done);
            }
        });
    }

    private void writeAndDestroy() {
        ArtemisCloseable storage = getStorageManager().closeableReadLock();
        try {
            getPageTimedWriter().run();
            super.destroy();
        } catch (Exception e) {
            throw new IllegalStateException("the pages of " + getAddress() + " cannot be removed: " + Reason.of(e), e);
        } finally {
            storage.close();
        }
    }
}
