package dev.piroutes.broker.session;

import dev.piroutes.files.Reason;
import dev.piroutes.topic.TopicFilter;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.paging.PagingStore;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.postoffice.impl.PostOfficeImpl;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.apache.activemq.artemis.core.server.impl.RoutingContextImpl;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
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
 */
public final class Retained implements ActiveMQServerMessagePlugin {
    private static final Logger LOG = LoggerFactory.getLogger(Retained.class);

    private final ActiveMQServer server;
    private final MessageExpiry expiry;
    private final KeyedLog kept;
    private final ThreadLocal<Boolean> publishing = ThreadLocal.withInitial(() -> false);

    public Retained(ActiveMQServer server, MessageExpiry expiry) {
        this.server = server;
        this.expiry = expiry;
        this.kept = new KeyedLog(server, "retained", expiry::isExpired);
    }

    /** What is run while nobody else publishes a retained message or subscribes. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }

    /** Reads what there is; to be called when the server has read its journal and takes no connections yet. */
    public synchronized void activate() throws Exception {
        kept.activate();
        new ArtemisRetained(server, this).adopt();
        kept.forEach((topic, message) -> keepAddress(MQTTUtil.getCoreAddressFromMqttTopic(topic, wildcards()), true));
    }

    /** The server stops, or becomes a backup. */
    public synchronized void deactivate() {
        kept.deactivate();
    }

    /** How many topics have a retained message. */
    public long size() {
        return kept.size();
    }

    /** What they take of the heap, by estimate. */
    public long bytes() {
        return kept.bytes();
    }

    /** What the one of this topic, as Artemis sees it, takes; 0: there is none. */
    public long bytesOf(String topic) {
        return kept.bytesOf(topic);
    }

    /** Whether this topic, as Artemis sees it, has one. */
    public boolean has(String topic) {
        return kept.get(topic) != null;
    }

    /** Hands over each topic, as Artemis sees it, and its message. */
    public void forEach(BiConsumer<String, Message> action) {
        kept.forEach(action);
    }

    /** The packet as Artemis gets it, so that it does not keep the message itself. */
    public static MqttPublishMessage withoutFlag(MqttPublishMessage packet) {
        MqttFixedHeader header = packet.fixedHeader();
        MqttFixedHeader plain = new MqttFixedHeader(
                header.messageType(), header.isDup(), header.qosLevel(), false, header.remainingLength());
        return new MqttPublishMessage(plain, packet.variableHeader(), packet.payload());
    }

    /** Runs what sends one retained message from a client, on the calling thread. */
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
        if (publishing.get()) {
            // The packet's own flag is not shown to Artemis.
            message.putBooleanProperty(MQTTUtil.MQTT_MESSAGE_RETAIN_KEY, true);
            try {
                keep(message, tx);
            } catch (ActiveMQException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("cannot keep a retained message: " + Reason.of(e), e);
            }
        }
    }

    /** Keeps a copy, from when the transaction commits; an empty message means: keep none. */
    void keep(Message message, Transaction tx) throws Exception {
        StorageManager storage = server.getStorageManager();
        String topic = MQTTUtil.getMqttTopicFromCoreAddress(message.getAddress(), wildcards());
        Message copy = LargeBody.keep(message, storage);
        expiry.takeOver(copy);
        boolean empty = message.toCore().getBodyBufferSize() == 0;
        if (empty) {
            KeyedLog.markGone(copy);
        }
        keepAddress(message.getAddress(), !empty);
        kept.put(topic, copy, tx);
    }

    /**
     * Artemis removes addresses that nobody uses, thousands at a time while everybody waits, and makes each again for the
     * next message. The address of a topic that has a retained message stays.
     */
    private void keepAddress(String address, boolean keep) {
        AddressInfo info = server.getAddressInfo(SimpleString.of(address));
        if (info != null) {
            info.setAutoCreated(!keep);
        }
    }

    /**
     * Hands a new subscription what matches it. Together with the binding of its queue this must be one {@link
     * #atomically atomic} action.
     *
     * @param notFrom the client id whose messages the subscription does not want (MQTT 5, No Local), if any
     */
    public void deliver(String filter, Queue queue, @Nullable String notFrom) throws Exception {
        if (!TopicFilter.hasWildcard(filter)) {
            Message one = kept.get(filter);
            if (one != null) {
                deliver(filter, one, queue, notFrom);
            }
            return;
        }
        List<String> topics = new ArrayList<>();
        kept.forEach((topic, message) -> {
            if (TopicFilter.matches(filter, topic)) {
                topics.add(topic);
            }
        });
        for (String topic : topics) {
            Message one = kept.get(topic);
            if (one != null) {
                deliver(topic, one, queue, notFrom);
            }
        }
    }

    /** Runs what subscribes, listens, or sends a will, while nobody publishes a retained message. */
    public synchronized void atomically(Action action) throws Exception {
        action.run();
    }

    private void deliver(String topic, Message message, Queue queue, @Nullable String notFrom) throws Exception {
        if (notFrom != null && notFrom.equals(message.getStringProperty(Internal.CLIENT_ID))) {
            return;
        }
        StorageManager storage = server.getStorageManager();
        Message copy;
        try {
            copy = LargeBody.read(message, storage);
        } catch (Exception e) {
            LOG.error("broker   the retained message of {} cannot be sent ({}): publish it again", topic, Reason.of(e));
            return;
        }
        copy.setAddress(SimpleString.of(MQTTUtil.getCoreAddressFromMqttTopic(topic, wildcards())));
        copy.putStringProperty(MQTTUtil.MQTT_MESSAGE_RETAIN_INITIAL_DISTRIBUTION_KEY, (String) null);
        // Of the subscription, not of the topic: a store for each topic would take more memory than its message.
        PagingStore store = server.getPagingManager().getPageStore(queue.getAddress());
        copy.setOwner(store);
        RoutingContextImpl target = new RoutingContextImpl(null);
        queue.route(copy, target);
        if (storage.addToPage(store, copy, null, target.getContextListing(queue.getAddress()))) {
            // There is no room in memory.
            storage.afterCompleteOperations(new IOCallback() {
                @Override
                public void done() {
                    queue.deliverAsync();
                }

                @Override
                public void onError(int code, String text) {
                    queue.deliverAsync();
                }
            });
            return;
        }
        MessageReference reference = MessageReference.Factory.createReference(copy, queue);
        queue.refUp(reference);
        if (queue.isDurable()) {
            PostOfficeImpl.storeDurableReference(storage, copy, null, queue, true);
        }
        // At once, not when it is on disk: what is published from now on must come behind it.
        queue.addTail(reference, false);
    }

    private WildcardConfiguration wildcards() {
        return server.getConfiguration().getWildcardConfiguration();
    }
}
