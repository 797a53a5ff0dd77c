package dev.piroutes.broker.mqtt;

import io.netty.handler.codec.mqtt.MqttMessageType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionState;
import org.jspecify.annotations.Nullable;

/**
 * What was sent to one session and not acknowledged yet, kept over its reconnects, so that a redelivery carries the packet
 * id of the first delivery and the DUP flag. Artemis keeps packet ids by consumer, and a reconnect makes new consumers: to
 * the client a redelivery looks like a new message.
 *
 * <p>It lives as long as Artemis's own session state and in memory like it: after a restart of the broker, redeliveries
 * are new messages to the client.
 */
final class Outgoing {
    /** One message in one subscription's queue. */
    private record Copy(long queue, long message) {}

    private final MQTTSessionState.OutboundStore artemis;
    private final Map<Copy, Integer> ids = new HashMap<>();
    private final Map<Integer, Copy> copies = new HashMap<>();
    /** Those of {@link #copies} that were sent with QoS 2: a PUBREC is the answer. */
    private final Set<Integer> exactlyOnce = new HashSet<>();
    /** Packet ids of messages of QoS 2 that the client has taken: a PUBCOMP is the answer. */
    private final Set<Integer> released = new HashSet<>();
    /** Those of {@link #ids} that were sent on an earlier connection, and not yet on this one. */
    private final Set<Copy> due = new HashSet<>();

    Outgoing(MQTTSessionState.OutboundStore artemis) {
        this.artemis = artemis;
    }

    boolean belongsTo(MQTTSessionState.OutboundStore store) {
        return artemis == store;
    }

    /** The session has a new connection, on which nothing is sent yet. */
    synchronized void reconnected() {
        due.addAll(ids.keySet());
    }

    /**
     * To be called before Artemis sends a message: it takes the packet id from its own table, and here the table is told
     * the id of the first delivery, if there was one. Artemis may still put the message back instead of sending it, and
     * then asks again.
     *
     * @return whether it is a redelivery
     */
    synchronized boolean prepare(long queue, long message, long consumer) {
        Copy copy = new Copy(queue, message);
        if (due.contains(copy)) {
            // The entry of the old consumer goes, so that the number in flight, which each call changes, stays right.
            int id = ids.get(copy);
            artemis.publishAckd(id);
            artemis.publish(id, message, consumer);
            return true;
        }
        forgetDueOf(queue);
        return false;
    }

    /** Redeliveries come before anything new of their queue: what is still due has expired or been deleted. */
    private void forgetDueOf(long queue) {
        if (due.isEmpty()) {
            return;
        }
        due.removeIf(copy -> {
            boolean gone = copy.queue == queue;
            if (gone) {
                int id = ids.remove(copy);
                copies.remove(id);
                exactlyOnce.remove(id);
                free(id, copy);
            }
            return gone;
        });
    }

    private void free(int id, Copy copy) {
        // Taking an entry out counts as one less in flight; this one was not counted since the reconnect.
        artemis.publish(id, copy.message, 0);
        artemis.publishAckd(id);
    }

    /** The message was sent under this packet id, with QoS 2 or 1. */
    synchronized void sent(long queue, long message, int id, boolean twice) {
        Copy copy = new Copy(queue, message);
        ids.put(copy, id);
        copies.put(id, copy);
        released.remove(id);
        if (twice) {
            exactlyOnce.add(id);
        } else {
            exactlyOnce.remove(id);
        }
        due.remove(copy);
    }

    /** Artemis has noted a packet id for a message, but not sent it. */
    synchronized void unsent(long message, long consumer) {
        artemis.publishAckd(artemis.generateMqttId(message, consumer));
    }

    /**
     * Whether the client may answer with this packet where this id stands. It may if nothing is known of the id: it may have
     * been sent by a broker that was killed since.
     */
    synchronized boolean mayBeAnswered(MqttMessageType answer, int id) {
        if (copies.containsKey(id)) {
            return answer == (exactlyOnce.contains(id) ? MqttMessageType.PUBREC : MqttMessageType.PUBACK);
        }
        return answer != MqttMessageType.PUBACK || !released.contains(id);
    }

    /** The client has acknowledged this packet id: it will not be sent again. @param refused with an error */
    synchronized void acknowledged(int id, boolean refused) {
        @Nullable Copy copy = copies.remove(id);
        if (copy != null) {
            ids.remove(copy);
            due.remove(copy);
        }
        if (exactlyOnce.remove(id) && !refused) {
            released.add(id);
        }
    }

    /** The client has confirmed a PUBREL. */
    synchronized void completed(int id) {
        released.remove(id);
    }
}
