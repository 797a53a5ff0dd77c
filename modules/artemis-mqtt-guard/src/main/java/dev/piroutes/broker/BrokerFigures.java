package dev.piroutes.broker;

import dev.piroutes.broker.guard.Guards;
import dev.piroutes.broker.mqtt.MqttGuardPlugin;
import dev.piroutes.broker.session.Queues;
import dev.piroutes.files.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTStateManager;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;

/**
 * How a broker is at one moment. Counters begin with the broker's start; after a pause of an embedded one they begin again.
 *
 * @param connections clients that are connected
 * @param connects connections that were accepted
 * @param sessions of clients that are connected, and of those that may come back
 * @param subscriptions queues: one for each filter of a session
 * @param queued messages that wait in them
 * @param memory bytes of messages in memory
 * @param received publishes taken from clients
 * @param sent publishes sent to clients, repeated ones among them
 * @param stalls how often a client got nothing of what waits for it, though it had acknowledged all; must stay 0
 * @param stalled clients of which that is true now
 * @param dropped messages that found a subscription's queue full
 * @param retained topics with a retained message
 * @param denied what users were not permitted
 * @param offences what clients must not do, by kind
 * @param diskUsed bytes of the data folder: journal, paged and large messages
 * @param diskFree bytes that its file system has left for this user
 */
public record BrokerFigures(
        int connections,
        long connects,
        int sessions,
        int subscriptions,
        long queued,
        long memory,
        long received,
        long sent,
        long stalls,
        int stalled,
        long dropped,
        long retained,
        long denied,
        Map<String, Long> offences,
        long diskUsed,
        long diskFree) {

    /** @param server one that is active */
    static BrokerFigures of(ActiveMQServer server, MqttGuardPlugin guard, Path data) {
        List<Queue> queues = Queues.ofSubscriptions(server).toList();
        Guards guards = guard.guards();
        return new BrokerFigures(
                connections(server),
                guards.connects(),
                guard.sessions().size(),
                queues.size(),
                queues.stream().mapToLong(Queue::getMessageCount).sum(),
                server.getPagingManager().getGlobalSize(),
                guards.received(),
                guards.sent(),
                guard.stalls(),
                guard.stalled(),
                guards.dropped(),
                guard.retained().size(),
                guard.access().denied(),
                guards.offences(),
                size(data),
                data.toFile().getUsableSpace());
    }

    private static int connections(ActiveMQServer server) {
        try {
            return MQTTStateManager.getInstance(server).getConnectedClients().size();
        } catch (Exception e) {
            throw new IllegalStateException("the broker's clients cannot be counted: " + Reason.of(e), e);
        }
    }

    /** Files may come and go meanwhile. */
    private static long size(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toFile)
                    .filter(java.io.File::isFile)
                    .mapToLong(java.io.File::length)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }
}
