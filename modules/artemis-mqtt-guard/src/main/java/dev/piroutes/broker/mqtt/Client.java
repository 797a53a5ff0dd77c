package dev.piroutes.broker.mqtt;

import io.netty.handler.codec.mqtt.MqttMessageType;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTConnection;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionState;
import org.jspecify.annotations.Nullable;

/** What is known of one client id beyond its present connection. */
final class Client {
    private @Nullable MqttHandler handler;
    private @Nullable MQTTConnection connection;
    private @Nullable Outgoing outgoing;
    private Incoming incoming = new Incoming();

    /** The handler of its latest connection, which may have ended; {@code null} before the first. */
    synchronized @Nullable MqttHandler handler() {
        return handler;
    }

    /**
     * A connection was accepted under this client id.
     *
     * @param clean whether it began a new session
     */
    synchronized void connected(MqttHandler accepted, boolean clean) {
        handler = accepted;
        if (clean) {
            outgoing = null;
            incoming = new Incoming();
        } else {
            incoming.reconnected();
        }
    }

    synchronized Incoming incoming() {
        return incoming;
    }

    /** Returns what is under way to the client, of the session that {@code store} belongs to. */
    synchronized Outgoing outgoing(MQTTSessionState.OutboundStore store, MQTTConnection current) {
        Outgoing known = outgoing;
        if (known == null || !known.belongsTo(store)) {
            known = new Outgoing(store);
            outgoing = known;
        } else if (connection != current) {
            known.reconnected();
        }
        connection = current;
        return known;
    }

    /** Whether it may answer a packet id so. */
    synchronized boolean mayAnswer(MqttMessageType answer, int id) {
        return outgoing == null || outgoing.mayBeAnswered(answer, id);
    }

    /** The client has acknowledged a packet id. @param refused with an error */
    synchronized void acknowledged(int id, boolean refused) {
        if (outgoing != null) {
            outgoing.acknowledged(id, refused);
        }
    }

    /** The client has confirmed the PUBREL of a packet id. */
    synchronized void completed(int id) {
        if (outgoing != null) {
            outgoing.completed(id);
        }
    }
}
