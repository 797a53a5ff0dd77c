package dev.piroutes.broker.session;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.persistence.impl.journal.LargeServerMessageImpl;
import org.apache.activemq.artemis.core.postoffice.impl.PostOfficeImpl;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.TransactionOperationAbstract;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The retained messages: the last one of each topic, given to whoever subscribes.
 *
 * <p>Artemis keeps a queue for each topic, empties it, and fills it when the new message is on disk. A client that
 * subscribes in between gets nothing, or gets the old value behind the new one; a crash in between loses both. Here one
 * lock makes "keep it, then route it" and "bind the subscription, then hand it what is kept" exclude each other; the value
 * counts from that moment, and its publisher is acknowledged when it is on disk.
 *
 * <p>On disk they are a log, one durable queue. Of each topic the message with the highest id counts, an empty one says
 * that there is none, and what no longer counts is removed soon after.
 */
public final class Retained implements ActiveMQServerMessagePlugin {
    private static final Logger LOG = LoggerFactory.getLogger(Retained.class);
    private static final String QUEUE = Internal.PREFIX + "retained";
    private static final SimpleString ADDRESS = SimpleString.of("piroutes.address");
    private static final long TIDY_MS = 500;
    /** An empty message stays in the log until all that came before it has been removed. */
    private static final long CLEARED_MS = 4 * TIDY_MS;

    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private final ThreadLocal<Boolean> publishing = ThreadLocal.withInitial(() -> false);
    private @Nullable ActiveMQServer server;
    private @Nullable Queue log;
    private @Nullable ScheduledFuture<?> tidying;
    private volatile boolean untidy;

    /** What is run while nobody else publishes a retained message or subscribes. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }

    /** @param message {@code null} if the topic was cleared */
    private record Kept(long id, @Nullable Message message, long since) {}

    /** Reads what there is; to be called when the server has read its journal and takes no connections yet. */
    public synchronized void activate(ActiveMQServer activated) throws Exception {
        server = activated;
        kept.clear();
        Queue queue = Internal.queue(activated, QUEUE);
        log = queue;
        try (LinkedListIterator<MessageReference> messages = queue.browserIterator()) {
            while (messages.hasNext()) {
                count(messages.next().getMessage());
            }
        } catch (NoSuchElementException e) {
            LOG.debug("read {} retained messages", kept.size());
        }
        new ArtemisRetained(activated, this).adopt();
        untidy = true;
        tidying = activated
                .getScheduledPool()
                .scheduleWithFixedDelay(this::tidy, TIDY_MS, TIDY_MS, TimeUnit.MILLISECONDS);
    }

    /** The server stops, or becomes a backup. */
    public synchronized void deactivate() {
        if (tidying != null) {
            tidying.cancel(false);
        }
        kept.clear();
    }

    /** How many topics have a retained message. */
    public long size() {
        return kept.values().stream().filter(k -> k.message != null).count();
    }

    /** Whether this topic, as Artemis sees it, has one. */
    public boolean has(String topic) {
        Kept one = kept.get(topic);
        return one != null && one.message != null;
    }

    private void count(Message message) {
        boolean empty = message.toCore().getBodyBufferSize() == 0;
        Kept candidate = new Kept(message.getMessageID(), empty ? null : message, System.currentTimeMillis());
        kept.merge(topic(message), candidate, (a, b) -> a.id > b.id ? a : b);
    }

    private String topic(Message message) {
        return MQTTUtil.getMqttTopicFromCoreAddress(message.getStringProperty(ADDRESS), wildcards());
    }

    private WildcardConfiguration wildcards() {
        return server().getConfiguration().getWildcardConfiguration();
    }

    /** Runs what sends one retained message, from the calling thread. */
    public synchronized void publish(Runnable sending) {
        publishing.set(true);
        try {
            sending.run();
        } finally {
            publishing.remove();
        }
    }

    @Override
    public void beforeSend(
            ServerSession session, Transaction tx, Message message, boolean direct, boolean noAutoCreateQueue)
            throws ActiveMQException {
        if (publishing.get() || Boolean.TRUE.equals(message.getBooleanProperty(MQTTUtil.MQTT_MESSAGE_RETAIN_KEY))) {
            // The packet's own flag is not shown to Artemis.
            message.putBooleanProperty(MQTTUtil.MQTT_MESSAGE_RETAIN_KEY, true);
            try {
                keep(message, tx);
            } catch (ActiveMQException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("cannot keep a retained message: " + e, e);
            }
        }
    }

    /** Keeps a copy, from when the transaction commits; an empty message means: keep none. */
    void keep(Message message, Transaction tx) throws Exception {
        StorageManager storage = server().getStorageManager();
        Message copy =
                LargeServerMessageImpl.checkLargeMessage(message, storage).copy(storage.generateID());
        copy.putStringProperty(ADDRESS, message.getAddressSimpleString());
        copy.setAddress(QUEUE);
        // Whatever its quality of service: the next subscriber may come after a restart.
        copy.setDurable(true);
        MQTTUtil.sendMessageDirectlyToQueue(storage, server().getPostOffice(), copy, log(), tx);
        tx.addOperation(new TransactionOperationAbstract() {
            @Override
            public void beforeCommit(Transaction committing) {
                count(copy);
                untidy = true;
            }
        });
    }

    /**
     * Hands a new subscription what matches it. Together with the binding of its queue this must be one {@link
     * #atomically atomic} action.
     *
     * @param notFrom the client id whose messages the subscription does not want (MQTT 5, No Local), if any
     */
    public void deliver(String filter, Queue queue, @Nullable String notFrom) throws Exception {
        TopicFilter wanted = new TopicFilter(filter);
        if (!wanted.hasWildcard()) {
            Kept one = kept.get(filter);
            if (one != null) {
                deliver(one, queue, notFrom);
            }
            return;
        }
        for (Map.Entry<String, Kept> entry : kept.entrySet()) {
            if (wanted.matches(entry.getKey())) {
                deliver(entry.getValue(), queue, notFrom);
            }
        }
    }

    /** Runs what subscribes, while nobody publishes a retained message. */
    public synchronized void atomically(Action subscribing) throws Exception {
        subscribing.run();
    }

    private void deliver(Kept one, Queue queue, @Nullable String notFrom) throws Exception {
        Message message = one.message;
        if (message == null
                || message.isExpired()
                || notFrom != null && notFrom.equals(message.getStringProperty(Internal.CLIENT_ID))) {
            return;
        }
        StorageManager storage = server().getStorageManager();
        Message copy = message.copy(storage.generateID());
        copy.setAddress(message.getSimpleStringProperty(ADDRESS));
        copy.putStringProperty(MQTTUtil.MQTT_MESSAGE_RETAIN_INITIAL_DISTRIBUTION_KEY, (String) null);
        copy.setOwner(server().getPagingManager().getPageStore(copy.getAddressSimpleString()));
        MessageReference reference = MessageReference.Factory.createReference(copy, queue);
        queue.refUp(reference);
        if (queue.isDurable()) {
            PostOfficeImpl.storeDurableReference(storage, copy, null, queue, true);
        }
        // At once, not when it is on disk: what is published from now on must come behind it.
        queue.addTail(reference, false);
    }

    private void tidy() {
        if (!untidy) {
            return;
        }
        untidy = false;
        try {
            long now = System.currentTimeMillis();
            log().deleteMatchingReferences(new MessageFilter(message -> isObsolete(message, now)));
            kept.values().removeIf(k -> isGone(k, now));
            untidy |= kept.values().stream().anyMatch(k -> k.message == null);
        } catch (Exception e) {
            untidy = true;
            LOG.warn("cannot tidy the retained messages, will try again: {}", e.toString());
        }
    }

    private boolean isObsolete(Message message, long now) {
        Kept counts = kept.get(topic(message));
        return counts == null || counts.id != message.getMessageID() || isGone(counts, now);
    }

    private static boolean isGone(Kept k, long now) {
        return k.message == null ? now - k.since > CLEARED_MS : k.message.isExpired();
    }

    private ActiveMQServer server() {
        return Objects.requireNonNull(server, "not activated");
    }

    private Queue log() {
        return Objects.requireNonNull(log, "not activated");
    }
}
