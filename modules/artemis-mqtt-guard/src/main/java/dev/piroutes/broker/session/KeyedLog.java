package dev.piroutes.broker.session;

import dev.piroutes.files.Reason;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.TransactionOperationAbstract;
import org.apache.activemq.artemis.core.transaction.impl.TransactionImpl;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last message of each key, in memory and on disk. On disk it is a log, one durable queue of Artemis that is replicated
 * like any other: the message with the highest id counts, one that is marked says that there is none, and what no longer
 * counts is removed soon after. So replacing a message is one write, and a crash leaves the old one or the new one.
 */
final class KeyedLog {
    private static final Logger LOG = LoggerFactory.getLogger(KeyedLog.class);
    private static final SimpleString KEY = SimpleString.of("piroutes.key");
    private static final SimpleString GONE = SimpleString.of("piroutes.gone");
    private static final long TIDY_MS = 500;
    /** The mark stays in the log until all that came before it has been removed. */
    private static final long GONE_NANOS = TimeUnit.MILLISECONDS.toNanos(4 * TIDY_MS);

    private final ActiveMQServer server;
    private final String queueName;
    private final Predicate<Message> expired;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private @Nullable Queue queue;
    private @Nullable ScheduledFuture<?> tidying;
    private volatile boolean untidy;
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    /**
     * @param message {@code null} if it was removed
     * @param bytes what it takes
     * @param since when that was noted, by {@link System#nanoTime}
     */
    private record Entry(long id, @Nullable Message message, long bytes, long since) {}

    /** @param expired whether a message is of no use any more, as if it had been removed */
    KeyedLog(ActiveMQServer server, String name, Predicate<Message> expired) {
        this.server = server;
        this.queueName = Internal.PREFIX + name;
        this.expired = expired;
    }

    /** Reads what there is; to be called when the server has read its journal. */
    void activate() throws Exception {
        clear();
        Queue found = Internal.queue(server, queueName);
        queue = found;
        try (LinkedListIterator<MessageReference> messages = found.browserIterator()) {
            while (messages.hasNext()) {
                Message message = messages.next().getMessage();
                try {
                    count(message);
                } catch (RuntimeException e) {
                    LOG.error("a record of {} cannot be read, and is left out: {}", queueName, Reason.of(e));
                }
            }
        } catch (NoSuchElementException e) {
            LOG.debug("read {} entries of {}", entries.size(), queueName);
        }
        untidy = true;
        tidying = server.getScheduledPool().scheduleWithFixedDelay(this::tidy, TIDY_MS, TIDY_MS, TimeUnit.MILLISECONDS);
    }

    void deactivate() {
        if (tidying != null) {
            tidying.cancel(false);
        }
        clear();
    }

    private void clear() {
        entries.clear();
        count.set(0);
        bytes.set(0);
    }

    @Nullable
    Message get(String key) {
        Entry entry = entries.get(key);
        return entry == null || entry.message == null || expired.test(entry.message) ? null : entry.message;
    }

    void forEach(BiConsumer<String, Message> action) {
        entries.forEach((key, entry) -> {
            if (entry.message != null && !expired.test(entry.message)) {
                action.accept(key, entry.message);
            }
        });
    }

    long size() {
        return count.get();
    }

    /** What they take of the heap, by estimate. */
    long bytes() {
        return bytes.get();
    }

    /** What this one takes; 0: there is none. */
    long bytesOf(String key) {
        Entry entry = entries.get(key);
        return entry == null ? 0 : entry.bytes;
    }

    /** The message becomes the log's own. */
    void put(String key, Message message) throws Exception {
        Transaction tx = new TransactionImpl(server.getStorageManager());
        put(key, message, tx);
        tx.commit();
    }

    /** The same; it counts from when the transaction commits. */
    void put(String key, Message message, Transaction tx) throws Exception {
        message.putStringProperty(KEY, SimpleString.of(key));
        message.setAddress(queueName);
        message.setDurable(true);
        MQTTUtil.sendMessageDirectlyToQueue(server.getStorageManager(), server.getPostOffice(), message, queue(), tx);
        tx.addOperation(new TransactionOperationAbstract() {
            @Override
            public void beforeCommit(Transaction committing) {
                count(message);
                untidy = true;
            }
        });
    }

    /** Marks the message as a sign that the key has none. */
    static void markGone(Message message) {
        message.putBooleanProperty(GONE, true);
    }

    private void count(Message message) {
        boolean gone = Boolean.TRUE.equals(message.getBooleanProperty(GONE));
        Entry candidate = new Entry(
                message.getMessageID(), gone ? null : message, gone ? 0 : Weight.of(message), System.nanoTime());
        entries.compute(Objects.requireNonNull(key(message), "it has no key"), (key, known) -> {
            if (known != null && known.id > candidate.id) {
                return known;
            }
            forget(known);
            count.addAndGet(gone ? 0 : 1);
            bytes.addAndGet(candidate.bytes);
            return candidate;
        });
    }

    private void forget(@Nullable Entry entry) {
        if (entry != null && entry.message != null) {
            count.decrementAndGet();
            bytes.addAndGet(-entry.bytes);
        }
    }

    private static @Nullable String key(Message message) {
        return message.getStringProperty(KEY);
    }

    private void tidy() {
        if (!untidy || server.getState() == ActiveMQServer.SERVER_STATE.STOPPING) {
            return; // what it removes would come too late for the journal
        }
        untidy = false;
        try {
            long now = System.nanoTime();
            queue().deleteMatchingReferences(new MessageFilter(message -> isObsolete(message, now)));
            entries.forEach((key, entry) -> {
                if (isGone(entry, now) && entries.remove(key, entry)) {
                    forget(entry);
                }
            });
            untidy |= entries.values().stream().anyMatch(entry -> entry.message == null);
        } catch (Exception e) {
            untidy = true;
            LOG.warn("cannot tidy {}, will try again: {}", queueName, Reason.of(e));
        }
    }

    private boolean isObsolete(Message message, long now) {
        String key;
        try {
            key = key(message);
        } catch (RuntimeException e) {
            return true;
        }
        Entry counts = key == null ? null : entries.get(key);
        return counts == null || counts.id != message.getMessageID() || isGone(counts, now);
    }

    private boolean isGone(Entry entry, long now) {
        return entry.message == null ? now - entry.since > GONE_NANOS : expired.test(entry.message);
    }

    private Queue queue() {
        return Objects.requireNonNull(queue, "not activated");
    }
}
