package dev.piroutes.mqtt;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.paho.client.mqttv3.MqttMessage;

/**
 * The packets obeyed most recently, so that one whose acknowledgement was lost with the connection is not obeyed twice.
 * A broker that keeps a session sends such a packet again with its DUP flag set and its packet id unchanged
 * (MQTT 3.1.1, 4.4). Ids are reused after 65,535 packets; {@link #KEPT} is far below that. Not thread-safe.
 */
final class Obeyed {

    /** More than a broker has under way to one subscriber. */
    static final int KEPT = 8192;

    private record Packet(String topic, int payload) {}

    private final Map<Integer, Packet> packets = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Packet> eldest) {
            return size() > KEPT;
        }
    };

    void add(String topic, MqttMessage message) {
        if (message.getQos() > 0) {
            packets.remove(message.getId());
            packets.put(message.getId(), packet(topic, message));
        }
    }

    /** Whether this is such a packet, sent again. */
    boolean contains(String topic, MqttMessage message) {
        return message.isDuplicate() && packet(topic, message).equals(packets.get(message.getId()));
    }

    private static Packet packet(String topic, MqttMessage message) {
        return new Packet(topic, Arrays.hashCode(message.getPayload()));
    }
}
