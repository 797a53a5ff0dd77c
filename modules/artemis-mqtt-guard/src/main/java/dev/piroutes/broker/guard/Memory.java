package dev.piroutes.broker.guard;

import dev.piroutes.broker.session.Queues;
import dev.piroutes.broker.session.Retained;
import dev.piroutes.broker.session.Sessions;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.security.SecurityAuth;
import org.apache.activemq.artemis.core.server.ActivateCallback;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.AddressInfo;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerAddressPlugin;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerQueuePlugin;
import org.jspecify.annotations.Nullable;

/**
 * Whether there is memory for one more client, subscription or topic, by what each was measured to take. A session counts
 * with the connection that it may have at any time, so that a client that comes back is never refused.
 */
final class Memory implements ActiveMQServerQueuePlugin, ActiveMQServerAddressPlugin, ActivateCallback {
    /** Bytes of the heap; docs/broker-limits.md has the measurement. */
    static final int SESSION = 13 * 1024;

    static final int SUBSCRIPTION = 12 * 1024;

    private static final int LOOK_MS = 250;
    private static final double MEGABYTE = 1024.0 * 1024;

    private final ActiveMQServer server;
    private final Limits limits;
    private final Sessions sessions;
    private final Retained retained;
    private final Heap heap;
    private final AtomicInteger subscriptions = new AtomicInteger();
    private final AtomicInteger topics = new AtomicInteger();
    /** Topics that broker.xml names. */
    private final int configured;

    Memory(ActiveMQServer server, Limits limits, Sessions sessions, Retained retained, Heap heap) {
        this.server = server;
        this.configured = server.getConfiguration().getAddressConfigurations().size();
        this.retained = retained;
        this.limits = limits;
        this.sessions = sessions;
        this.heap = heap;
    }

    /** Those that were there before this start. */
    @Override
    public void activationComplete() {
        subscriptions.set((int) Queues.ofSubscriptions(server).count());
        server.getScheduledPool().scheduleWithFixedDelay(heap::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void afterCreateQueue(Queue queue) {
        if (Queues.isSubscription(queue)) {
            subscriptions.incrementAndGet();
        }
    }

    @Override
    public void afterDestroyQueue(
            Queue queue,
            SimpleString address,
            @Nullable SecurityAuth session,
            boolean checkConsumers,
            boolean removeConsumers,
            boolean autoDelete) {
        if (Queues.isSubscription(queue)) {
            subscriptions.decrementAndGet();
        }
    }

    @Override
    public void afterAddAddress(AddressInfo address, boolean reload) {
        topics.incrementAndGet();
    }

    @Override
    public void afterRemoveAddress(SimpleString address, AddressInfo info) {
        topics.decrementAndGet();
    }

    /** Why a client cannot be let in; {@code null}: it can. @param clientId as Artemis sees it */
    @Nullable
    Offence ofClient(String clientId) {
        return !clientId.isEmpty() && sessions.has(clientId) ? null : check(SESSION, "client");
    }

    /** Why there cannot be so many more subscriptions; {@code null}: there can. */
    @Nullable
    Offence ofSubscriptions(int more) {
        return check((long) more * SUBSCRIPTION, "subscription");
    }

    private @Nullable Offence check(long more, String what) {
        int open = sessions.size();
        int subscribed = subscriptions.get();
        long taken = (long) open * SESSION + (long) subscribed * SUBSCRIPTION;
        int most = limits.get(Limit.MAX_CLIENT_MEMORY);
        if (taken + more <= most && !heap.isLow()) {
            return null;
        }
        String why = taken + more > most
                ? String.format(
                        Locale.ROOT,
                        "%d sessions and %d subscriptions take %.1f of %.1f MB%s",
                        open,
                        subscribed,
                        taken / MEGABYTE,
                        most / MEGABYTE,
                        Limit.MAX_CLIENT_MEMORY.place())
                : fullHeap();
        return new Offence(Offence.Kind.MEMORY, "no memory for one more " + what + ": " + why, Offence.QUOTA);
    }

    static String fullHeap() {
        return "more than 85 % of the heap are in use (-Xmx in jvm.options)";
    }

    /**
     * Whether topics that nobody uses have to be forgotten before there can be this one.
     *
     * @param topic as Artemis sees it
     */
    boolean mustWait(String topic) {
        long idle = topics.get() - subscriptions.get() - retained.size() - configured;
        return idle >= limits.get(Limit.MAX_IDLE_TOPICS)
                && server.getAddressInfo(SimpleString.of(MQTTUtil.getCoreAddressFromMqttTopic(
                                topic, server.getConfiguration().getWildcardConfiguration())))
                        == null;
    }

    boolean isLow() {
        return heap.isLow();
    }
}
