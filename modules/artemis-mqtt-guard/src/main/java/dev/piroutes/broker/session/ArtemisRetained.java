package dev.piroutes.broker.session;

import java.util.List;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.impl.TransactionImpl;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.jspecify.annotations.Nullable;

/** The retained messages that Artemis has kept itself, before it had the plugin. */
final class ArtemisRetained {
    private final ActiveMQServer server;
    private final Retained retained;

    ArtemisRetained(ActiveMQServer server, Retained retained) {
        this.server = server;
        this.retained = retained;
    }

    /** Takes them over, and removes Artemis's queues. A crash in between repeats it. */
    void adopt() throws Exception {
        List<Queue> queues = Queues.of(server)
                .filter(queue -> queue.getName().toString().startsWith(MQTTUtil.MQTT_RETAIN_ADDRESS_PREFIX))
                .toList();
        if (queues.isEmpty()) {
            return;
        }
        Transaction tx = new TransactionImpl(server.getStorageManager());
        for (Queue queue : queues) {
            Message last = last(queue);
            if (last != null) {
                retained.keep(last, tx);
            }
        }
        tx.commit();
        server.getStorageManager().waitOnOperations();
        for (Queue queue : queues) {
            server.destroyQueue(queue.getName());
        }
    }

    /** Under the address that its topic has now. */
    private @Nullable Message last(Queue queue) throws Exception {
        Message last = null;
        try (LinkedListIterator<MessageReference> messages = queue.iterator()) {
            while (messages.hasNext()) {
                last = messages.next().getMessage();
            }
        }
        if (last == null) {
            return null;
        }
        var wildcards = server.getConfiguration().getWildcardConfiguration();
        String topic = MQTTUtil.getMqttTopicFromCoreAddress(last.getAddress(), wildcards);
        String address = MQTTUtil.getCoreAddressFromMqttTopic(TopicNames.encode(topic), wildcards);
        return last.copy(server.getStorageManager().generateID()).setAddress(SimpleString.of(address));
    }
}
