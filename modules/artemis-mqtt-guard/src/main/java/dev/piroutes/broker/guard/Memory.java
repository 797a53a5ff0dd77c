package dev.piroutes.broker.guard;

import dev.piroutes.broker.session.Queues;
import dev.piroutes.broker.session.Retained;
import dev.piroutes.broker.session.Sessions;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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

    private static final int SUBSCRIPTION = 12 * 1024;
    /** Of a filter, beside that: for each character and for each level. */
    private static final int CHARACTER = 16;

    private static final int LEVEL = 384;
    /** A packet id of QoS 2 that its sender has not released. */
    private static final int PACKET_ID = 64;
    /** Whatever the others have, each client may have so many of these. */
    private static final int FEW = 100;
    /** A topic that nobody uses counts as one more for so many characters, and for so many levels. */
    private static final int CHARACTERS_OF_TOPIC = 256;

    private static final int LEVELS_OF_TOPIC = 16;

    private static final int LOOK_MS = 250;
    private static final double MEGABYTE = 1024.0 * 1024;

    private final ActiveMQServer server;
    private final Limits limits;
    private final Sessions sessions;
    private final Retained retained;
    private final Heap heap;
    private final AtomicInteger subscriptions = new AtomicInteger();
    /** Bytes of these. */
    private final AtomicLong subscribed = new AtomicLong();
    /** Bytes of what connections have beside their sessions. */
    private final AtomicLong held = new AtomicLong();
    /** Those were there when it was last looked. */
    private volatile long unreleased;

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
        subscribed.set(Queues.ofSubscriptions(server).mapToLong(Memory::of).sum());
        server.getScheduledPool().scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        heap.look();
        unreleased = sessions.unreleased();
    }

    private static long of(Queue queue) {
        return of(queue.getAddress().toString(), '.');
    }

    private static long of(String filter, char separator) {
        return SUBSCRIPTION + (long) CHARACTER * filter.length() + (long) LEVEL * levels(filter, separator);
    }

    private static long levels(String name, char separator) {
        return 1 + name.chars().filter(c -> c == separator).count();
    }

    /** How many short ones a topic counts as. */
    private static int units(String address) {
        return 1 + address.length() / CHARACTERS_OF_TOPIC + (int) levels(address, '.') / LEVELS_OF_TOPIC;
    }

    /** What a subscription takes. */
    static long ofSubscription(String filter) {
        return of(filter, '/');
    }

    @Override
    public void afterCreateQueue(Queue queue) {
        if (Queues.isSubscription(queue)) {
            subscriptions.incrementAndGet();
            subscribed.addAndGet(of(queue));
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
            subscribed.addAndGet(-of(queue));
        }
    }

    @Override
    public void afterAddAddress(AddressInfo address, boolean reload) {
        topics.addAndGet(units(address.getName().toString()));
    }

    @Override
    public void afterRemoveAddress(SimpleString address, AddressInfo info) {
        topics.addAndGet(-units(address.toString()));
    }

    /**
     * Why a client cannot be let in; {@code null}: it can. One that has a session can, unless its will has grown.
     *
     * @param clientId as Artemis sees it
     * @param will bytes that its will takes
     */
    @Nullable
    Offence ofClient(String clientId, long will) {
        boolean known = !clientId.isEmpty() && sessions.has(clientId);
        long more = known ? will - sessions.willBytesOf(clientId) : SESSION + will;
        return more <= 0 ? null : check(more, "client");
    }

    /** Why there cannot be subscriptions that take so many bytes; {@code null}: there can. */
    @Nullable
    Offence ofSubscriptions(long bytes) {
        return check(bytes, "subscription");
    }

    /** Takes bytes for what a connection has, until they are {@linkplain #release released}. @return why not */
    @Nullable
    Offence hold(long bytes, String what) {
        Offence offence = check(bytes, what);
        if (offence == null) {
            held.addAndGet(bytes);
        }
        return offence;
    }

    void release(long bytes) {
        held.addAndGet(-bytes);
    }

    /** Why a client cannot publish one more message of QoS 2. @param others that it has not released */
    @Nullable
    Offence ofUnreleased(int others) {
        return others < FEW ? null : check(PACKET_ID, "message of QoS 2 beside " + others + " without a PUBREL");
    }

    private @Nullable Offence check(long more, String what) {
        int open = sessions.size();
        long taken =
                (long) open * SESSION + subscribed.get() + sessions.willBytes() + held.get() + unreleased * PACKET_ID;
        int most = limits.get(Limit.MAX_CLIENT_MEMORY);
        if (taken + more <= most && !heap.isLow()) {
            return null;
        }
        String why = taken + more > most
                ? String.format(
                        Locale.ROOT,
                        "%d sessions and %d subscriptions take %.1f of %.1f MB%s",
                        open,
                        subscriptions.get(),
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
