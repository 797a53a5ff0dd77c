package dev.piroutes.broker.guard;

import dev.piroutes.broker.access.Access;
import dev.piroutes.broker.session.Retained;
import dev.piroutes.broker.session.Sessions;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerBasePlugin;
import org.apache.activemq.artemis.spi.core.remoting.AcceptorFactory;

/** Puts a guard on every connection of one broker. */
public final class Guards {
    /** What is known of the session of a connection. */
    public interface Session {
        int subscriptions();

        /** @param filter with the name of a shared subscription as Artemis sees it */
        boolean isSubscribed(String filter);

        /** How many messages of QoS 2 it has published and not released; 0 if the one with this packet id is among them. */
        int unreleasedBeside(int packetId);

        /** Reads nothing more of the connection for the time being. */
        void hold();

        /** Reads on. */
        void resume();
    }

    /** So much less may wait when the heap is nearly full. */
    private static final int TIGHT = 8;

    final Limits limits;
    final Access access;
    final NameRules nameRules;
    final OffenceLog log = new OffenceLog(System::nanoTime);
    final Admissions admissions;
    final Memory memory;
    /** Bytes of unfinished packets on all connections. */
    final AtomicLong unfinished = new AtomicLong();

    final LongAdder received = new LongAdder();
    final LongAdder sent = new LongAdder();
    final LongAdder connects = new LongAdder();
    private final QueueLimits queues;
    private final RetainedTopics retained;

    public Guards(ActiveMQServer server, Limits limits, Access access, Retained retained, Sessions sessions) {
        this.limits = limits;
        this.access = access;
        this.nameRules = new NameRules(limits);
        this.admissions = new Admissions(limits, log, System::nanoTime);
        this.queues = new QueueLimits(server, limits, log);
        this.memory = new Memory(server, limits, sessions, retained, new Heap());
        this.retained = new RetainedTopics(limits, log, retained, memory);
    }

    /** Makes the acceptors that MQTT clients connect to. */
    public AcceptorFactory acceptors() {
        return MqttAcceptor.factory(this);
    }

    /** What the server has to call: plugins, each of which is a callback too. */
    public List<ActiveMQServerBasePlugin> plugins() {
        return List.of(queues, memory);
    }

    /** The largest packet that a client may send. */
    public int maxPacketSize() {
        return limits.get(Limit.MAX_PACKET_SIZE);
    }

    /**
     * Whether a PUBLISH would be refused, whoever sends it.
     *
     * @param packetSize of the whole packet, in bytes
     * @return why, in words, with the limit that it is beyond
     */
    public Optional<String> refusal(String topic, long packetSize) {
        Offence size = FrameDecoder.tooLarge(limits, packetSize);
        return Optional.ofNullable(size != null ? size : nameRules.ofTopic(topic))
                .map(Offence::what);
    }

    /** How many bytes of packets may wait to be handled, of all clients together. */
    public int maxWaiting() {
        return memory.isLow() ? limits.get(Limit.MAX_WAITING) / TIGHT : limits.get(Limit.MAX_WAITING);
    }

    /**
     * Adds the guard to a connection whose pipeline has Artemis's MQTT codec.
     *
     * @param last the name of the handler that is the first to see packets as Artemis does
     * @param maxAlias the highest topic alias that Artemis tells MQTT 5 clients
     * @param session of the connection
     * @return ends the connection over a protocol error of its client, which it takes in words; any thread may call it
     */
    public Consumer<String> addTo(ChannelPipeline pipeline, String last, int maxAlias, Session session) {
        ChannelHandlerContext decoder = pipeline.context(MqttDecoder.class);
        Guard guard = new Guard(this, maxAlias, session);
        pipeline.addAfter(decoder.name(), "piroutes-guard", guard);
        pipeline.addBefore(decoder.name(), "piroutes-frames", new FrameDecoder(limits, unfinished, guard));
        pipeline.addBefore(
                pipeline.context(MqttEncoder.class).name(), "piroutes-clients-maximum", new ClientsMaximum(guard));
        pipeline.addBefore(last, "piroutes-retained", retained.handler());
        pipeline.addBefore(last, "piroutes-new-topics", new NewTopics(memory::mustWait, session));
        return guard::protocolError;
    }

    /** How many connections were accepted, with a CONNACK. */
    public long connects() {
        return connects.sum();
    }

    /** How many publishes of clients were taken. */
    public long received() {
        return received.sum();
    }

    /** How many publishes were sent to clients, repeated ones among them. */
    public long sent() {
        return sent.sum();
    }

    /** How many messages did not find room in the queue of a subscription. */
    public long dropped() {
        return queues.dropped();
    }

    /** How often clients did what they must not, by kind. */
    public Map<String, Long> offences() {
        return log.totals();
    }
}
