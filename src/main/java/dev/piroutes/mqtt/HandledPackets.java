package dev.piroutes.mqtt;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.jspecify.annotations.Nullable;

/**
 * The packets handled most recently, so that one whose acknowledgement was lost with the connection is not handled twice.
 * A broker that keeps a session sends such a packet again with its DUP flag set and its packet id unchanged
 * (MQTT 3.1.1, 4.4). Ids are reused after 65,535 packets; {@link #KEPT} is far below that. Not thread-safe.
 */
final class HandledPackets {

    /** More than a broker has under way to one subscriber. */
    static final int KEPT = 8192;

    private record Packet(String topic, int payload, CompletableFuture<Void> done) {}

    private final Map<Integer, Packet> packets = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Packet> eldest) {
            return size() > KEPT;
        }
    };

    void add(Delivery delivery) {
        MqttMessage message = delivery.message();
        if (message.getQos() > 0) {
            packets.remove(message.getId());
            packets.put(
                    message.getId(),
                    new Packet(delivery.topic(), Arrays.hashCode(message.getPayload()), delivery.done()));
        }
    }

    /** If this is such a packet, sent again: what completes when it may be acknowledged; else null. */
    @Nullable
    CompletableFuture<Void> before(Delivery delivery) {
        MqttMessage message = delivery.message();
        Packet packet = message.isDuplicate() ? packets.get(message.getId()) : null;
        return packet != null
                        && packet.topic().equals(delivery.topic())
                        && packet.payload() == Arrays.hashCode(message.getPayload())
                ? packet.done()
                : null;
    }
}
