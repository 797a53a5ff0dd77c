package dev.piroutes.mqtt;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
        ReceivedMessage message = delivery.message();
        if (message.qos() > 0) {
            packets.remove(message.packetId());
            packets.put(
                    message.packetId(),
                    new Packet(delivery.topic(), Arrays.hashCode(message.payload()), delivery.done()));
        }
    }

    /** If this is such a packet, sent again: what completes when it may be acknowledged; else null. */
    @Nullable
    CompletableFuture<Void> before(Delivery delivery) {
        ReceivedMessage message = delivery.message();
        Packet packet = message.duplicate() ? packets.get(message.packetId()) : null;
        return packet != null
                        && packet.topic().equals(delivery.topic())
                        && packet.payload() == Arrays.hashCode(message.payload())
                ? packet.done()
                : null;
    }
}
