package dev.piroutes.broker.mqtt;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/**
 * Where one connection's packets are handled. Artemis hands each to a thread of its pool, and what follows, when it is on disk, to
 * another one; to wake a thread takes longer than to handle a PUBLISH. Here the event loop handles a packet that is handled at once
 * itself, if few came together, and what follows runs there, too.
 *
 * <p>What may wait for the disk stays with the pool: CONNECT, SUBSCRIBE, a new topic, a retained, a large or a paged message.
 * So does what a client sends as fast as it can: others have their turn in between.
 */
final class PacketThread implements Executor {
    /** Of what has come together, so many packets are handled by the event loop. */
    private static final int FEW = 8;
    /** Bytes of a packet. */
    private static final int SMALL = 4096;

    private final ActiveMQServer server;
    private final EventLoop loop;
    private final Tasks tasks;

    // Of the event loop alone.
    private boolean here;
    private int handled;

    /** What event loops do in place of the pool, all together. */
    static final class Tasks {
        private final LongAdder begun = new LongAdder();
        private final AtomicInteger running = new AtomicInteger();

        private void run(Runnable task) {
            try {
                task.run();
            } finally {
                running.decrementAndGet();
            }
        }

        private Runnable begin(Runnable task) {
            begun.increment();
            running.incrementAndGet();
            return () -> run(task);
        }

        /** How many there have been. */
        long begun() {
            return begun.sum();
        }

        boolean areRunning() {
            return running.get() > 0;
        }
    }

    PacketThread(ActiveMQServer server, EventLoop loop, Tasks tasks) {
        this.server = server;
        this.loop = loop;
        this.tasks = tasks;
    }

    /** A packet of a client that is connected; on the event loop. @param handling gives it to {@link #execute} */
    void read(MqttMessage packet, Runnable handling) {
        here = handled < FEW && isHandledAtOnce(packet);
        try {
            handling.run();
        } finally {
            here = false;
        }
    }

    /** What has come together has been read. */
    void allRead() {
        handled = 0;
    }

    private boolean isHandledAtOnce(MqttMessage packet) {
        return packet.decoderResult().isSuccess()
                && switch (packet.fixedHeader().messageType()) {
                    case PUBACK -> true;
                    case PUBLISH -> isHandledAtOnce((MqttPublishMessage) packet);
                    default -> false;
                };
    }

    private boolean isHandledAtOnce(MqttPublishMessage publish) {
        if (publish.fixedHeader().isRetain()
                || publish.fixedHeader().qosLevel() == MqttQoS.EXACTLY_ONCE
                || publish.fixedHeader().remainingLength() > SMALL) {
            return false;
        }
        SimpleString address = SimpleString.of(MQTTUtil.getCoreAddressFromMqttTopic(
                publish.variableHeader().topicName(), server.getConfiguration().getWildcardConfiguration()));
        try {
            return server.getAddressInfo(address) != null
                    && !server.getPagingManager().getPageStore(address).isPaging();
        } catch (Exception e) {
            return false;
        }
    }

    /** Begins to handle the packets that wait. */
    @Override
    public void execute(Runnable task) {
        if (loop.inEventLoop() && here) {
            here = false;
            handled++;
            tasks.begin(task).run();
        } else {
            server.getThreadPool().execute(task);
        }
    }

    /** Runs what follows when something is on disk. */
    void afterwards(Runnable task) {
        Runnable counted = tasks.begin(task);
        try {
            loop.execute(counted);
        } catch (RejectedExecutionException e) { // it has been shut down
            server.getThreadPool().execute(counted);
        }
    }
}
