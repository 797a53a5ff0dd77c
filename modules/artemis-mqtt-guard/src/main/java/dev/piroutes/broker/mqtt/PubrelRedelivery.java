package dev.piroutes.broker.mqtt;

import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionState;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.jspecify.annotations.Nullable;

/**
 * The PUBRELs that a client has not confirmed, repeated when it is back: many clients hand on a message of QoS 2 only then.
 * Artemis has them in a queue of the session, and looks into it when the next message of QoS 2 has gone to the client.
 *
 * <p>Of one connection, and the thread that handles its packets.
 */
final class PubrelRedelivery {
    private final Map<Integer, Long> repeated = new HashMap<>();
    private @Nullable Queue queue;

    /** The packets to send behind the CONNACK; their ids are taken from now on, after a restart of the broker too. */
    List<MqttMessage> repeat(ActiveMQServer server, MQTTSessionState state) throws Exception {
        List<MqttMessage> packets = new ArrayList<>();
        Queue releases = server.locateQueue(MQTTUtil.QOS2_MANAGEMENT_QUEUE_PREFIX + state.getClientId());
        if (releases == null || releases.getMessageCount() == 0) {
            return packets;
        }
        queue = releases;
        try (LinkedListIterator<MessageReference> messages = releases.browserIterator()) {
            while (messages.hasNext()) {
                MessageReference message = messages.next();
                int id = message.getMessage().getIntProperty(MQTTUtil.MQTT_MESSAGE_ID_KEY);
                state.getOutboundStore().publishReleasedSent(id, message.getMessageID());
                repeated.put(id, message.getMessageID());
                packets.add(pubrel(id));
            }
        } catch (NoSuchElementException e) {
            // One was taken away meanwhile: it was the last.
            return packets;
        }
        return packets;
    }

    private static MqttMessage pubrel(int id) {
        return new MqttMessage(
                new MqttFixedHeader(MqttMessageType.PUBREL, false, MqttQoS.AT_LEAST_ONCE, false, 0),
                MqttMessageIdVariableHeader.from(id));
    }

    /**
     * Takes in a PUBCOMP.
     *
     * @return whether it confirms a PUBREL that was repeated here, so that Artemis knows nothing of it
     */
    boolean completes(int id, MQTTSessionState state) throws Exception {
        Long message = repeated.remove(id);
        if (message == null || queue == null || !queue.deleteReference(message)) {
            return false;
        }
        state.getOutboundStore().publishComplete(id);
        return true;
    }
}
