package dev.piroutes.broker.session;

import dev.piroutes.files.Reason;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends messages when they are too old: the Message Expiry Interval of MQTT 5, and {@code expiry-delay} of {@code
 * broker.xml}. Artemis compares a message's expiration with the machine's clock, so that everything expires when that is
 * set forward and nothing when it is set back; and it counts an interval in 32 bits of milliseconds. Here a message is
 * given the end of its time on the {@link BrokerClock}, and Artemis is told that it has none.
 *
 * <p>What Artemis has queued without the plugin keeps the expiration that Artemis gave it.
 */
public final class MessageExpiry implements ActiveMQServerMessagePlugin {
    private static final Logger LOG = LoggerFactory.getLogger(MessageExpiry.class);
    private static final SimpleString END = SimpleString.of("piroutes.end");
    /** No interval. */
    static final long NONE = -1;

    private static final long SWEEP_MS = 2_000;
    /** Queues are searched at least so often: what was on disk when its time ended is found only then. */
    private static final long SEARCH_MS = TimeUnit.MINUTES.toMillis(1);
    /** An interval of 0: for who is there and takes it at once. Rounded to seconds it is still 0. */
    private static final long AT_ONCE_MS = 400;
    /** The property in a PUBLISH: identifier and value, and what lengths may grow by. */
    private static final int PROPERTY_BYTES = 7;

    private final ActiveMQServer server;
    private final BrokerClock clock;
    private final ThreadLocal<Long> interval = new ThreadLocal<>();
    private final ThreadLocal<Message> delivering = new ThreadLocal<>();
    /** When the next queued message ends. */
    private final AtomicLong next = new AtomicLong();

    private long searched;
    private @Nullable ScheduledFuture<?> sweeping;

    public MessageExpiry(ActiveMQServer server, BrokerClock clock) {
        this.server = server;
        this.clock = clock;
    }

    /** To be called when the server has read its journal and the clock goes. */
    public void activate() {
        next.set(0);
        sweeping = server.getScheduledPool()
                .scheduleWithFixedDelay(this::sweep, SWEEP_MS, SWEEP_MS, TimeUnit.MILLISECONDS);
    }

    /** The server stops, or becomes a backup. */
    public void deactivate() {
        if (sweeping != null) {
            sweeping.cancel(false);
        }
    }

    /** Runs what sends one message from a client, on the calling thread. */
    public void publish(MqttPublishMessage packet, Runnable sending) {
        long seconds =
                seconds(packet.variableHeader().properties(), MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL, NONE);
        if (seconds == NONE) {
            sending.run();
            return;
        }
        interval.set(seconds);
        try {
            sending.run();
        } finally {
            interval.remove();
        }
    }

    /** An interval in a packet. @param otherwise if there is none */
    static long seconds(MqttProperties properties, MqttPropertyType type, long otherwise) {
        return properties.getProperty(type.value()) instanceof MqttProperties.IntegerProperty seconds
                ? Integer.toUnsignedLong(seconds.value())
                : otherwise;
    }

    /** What Artemis has made of the interval may have overflowed. */
    @Override
    public void beforeSend(
            ServerSession session, Transaction tx, Message message, boolean direct, boolean noAutoCreateQueue) {
        Long seconds = interval.get();
        if (seconds != null) {
            expireIn(message, seconds);
        }
    }

    /** Sets the expiration as Artemis would, for its address settings to look at. */
    static void expireIn(Message message, long seconds) {
        message.setExpiration(
                System.currentTimeMillis() + (seconds == 0 ? AT_ONCE_MS : TimeUnit.SECONDS.toMillis(seconds)));
    }

    /** The address settings have been applied, a moment ago. */
    @Override
    public void beforeMessageRoute(Message message, RoutingContext context, boolean direct, boolean rejectDuplicates) {
        takeOver(message);
        if (hasEnd(message)) {
            next.accumulateAndGet(end(message), Math::min);
        }
    }

    /** Takes the expiration from Artemis, just after it has been set. */
    void takeOver(Message message) {
        long expiration = message.getExpiration();
        if (expiration != 0) {
            message.putLongProperty(END, clock.millis() + expiration - System.currentTimeMillis());
            message.setExpiration(0);
            message.reencode();
        }
    }

    private static boolean hasEnd(Message message) {
        return message.containsProperty(END);
    }

    private static long end(Message message) {
        return message.getLongProperty(END);
    }

    /** Whether its time is over. */
    boolean isExpired(Message message) {
        return hasEnd(message) ? end(message) <= clock.millis() : message.isExpired();
    }

    /** The next sweep takes it away. */
    @Override
    public boolean canAccept(ServerConsumer consumer, MessageReference reference) {
        Message message = reference.getMessage();
        if (!hasEnd(message) || !isExpired(message)) {
            return true;
        }
        next.set(0);
        return false;
    }

    @Override
    public void beforeDeliver(ServerConsumer consumer, MessageReference reference) {
        delivering.set(reference.getMessage());
    }

    @Override
    public void afterDeliver(ServerConsumer consumer, MessageReference reference) {
        delivering.remove();
    }

    /**
     * A PUBLISH on its way to an MQTT 5 client says how many seconds its message has left (MQTT-3.3.2-6). Called by the
     * thread that delivers.
     *
     * @param maxSize the largest packet that the client takes, 0 for any
     */
    public void sent(MqttPublishMessage packet, int maxSize) {
        Message message = delivering.get();
        MqttProperties properties = packet.variableHeader().properties();
        if (message == null || properties == MqttProperties.NO_PROPERTIES || !hasEnd(message)) {
            return;
        }
        // Artemis has compared its size with the client's maximum without this property.
        if (maxSize == 0 || MQTTUtil.calculateMessageSize(packet) + PROPERTY_BYTES <= maxSize) {
            long seconds = Math.max(0, Math.round((end(message) - clock.millis()) / 1000.0));
            properties.add(new MqttProperties.IntegerProperty(
                    MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL.value(), (int) seconds));
        }
    }

    private void sweep() {
        long now = clock.millis();
        if (now < next.get() && now - searched < SEARCH_MS) {
            return;
        }
        searched = now;
        next.set(Long.MAX_VALUE);
        Queues.of(server).filter(queue -> !queue.isInternalQueue()).forEach(this::sweep);
    }

    private void sweep(Queue queue) {
        try {
            int ended = queue.expireReferences(new MessageFilter(this::ends));
            if (ended > 0) {
                // There is room for more, which may wait on disk.
                queue.deliverAsync();
            }
        } catch (Exception e) {
            LOG.warn("cannot remove what has expired in {}: {}", queue.getName(), Reason.of(e));
        }
    }

    private boolean ends(Message message) {
        if (isExpired(message)) {
            return true;
        }
        if (hasEnd(message)) {
            next.accumulateAndGet(end(message), Math::min);
        }
        return false;
    }
}
