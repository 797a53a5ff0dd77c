package dev.piroutes.broker.mqtt;

import java.util.function.BiConsumer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTConnection;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionCallback;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.spi.core.protocol.SessionCallback;

/**
 * Artemis's way to one MQTT client, with a {@link SendQuota} in place of its own count. Artemis wakes only the subscription
 * whose message was acknowledged, though the window is the client's and another one may be waiting for it; after a PUBCOMP
 * it wakes none; and two subscriptions that look at the same time may both take the last place.
 */
final class SendQuotaCallback extends MQTTSessionCallback {
    private final SessionCallback artemis;
    private final SendQuota<ServerConsumer> quota;

    /** Of a delivery that ended without a PUBLISH: the message was too large for the client, for example. */
    private final BiConsumer<ServerConsumer, MessageReference> unsent;

    /** @param artemis sends: it alone has the session */
    SendQuotaCallback(
            SessionCallback artemis,
            MQTTConnection connection,
            SendQuota<ServerConsumer> quota,
            BiConsumer<ServerConsumer, MessageReference> unsent)
            throws Exception {
        super(null, connection, 0);
        this.artemis = artemis;
        this.quota = quota;
        this.unsent = unsent;
    }

    /** To a queue in which nothing waits. What is sent stays in order over all threads: {@link PacketWriter}. */
    @Override
    public boolean supportsDirectDelivery() {
        return true;
    }

    @Override
    public boolean hasCredits(ServerConsumer consumer) {
        return true;
    }

    @Override
    public boolean hasCredits(ServerConsumer consumer, MessageReference reference) {
        return quota.acquire(consumer, counts(consumer, reference.getMessage()));
    }

    /** PUBRELs do not: their messages still have their place. */
    private static boolean counts(ServerConsumer consumer, Message message) {
        if (consumer.getQueueName().toString().startsWith(MQTTUtil.QOS2_MANAGEMENT_QUEUE_PREFIX)) {
            return false;
        }
        return !message.containsProperty(MQTTUtil.MQTT_QOS_LEVEL_KEY)
                || message.getIntProperty(MQTTUtil.MQTT_QOS_LEVEL_KEY) > 0;
    }

    /** Artemis sends a large message by it, too. */
    @Override
    public int sendMessage(MessageReference reference, ServerConsumer consumer, int deliveryCount) {
        try {
            return artemis.sendMessage(reference, consumer, deliveryCount);
        } finally {
            if (quota.delivered(consumer)) {
                unsent.accept(consumer, reference);
            }
        }
    }

    /** The queue of a subscription, which delivers on a thread of its own. */
    static final class Queues implements SendQuota.Dispatcher<ServerConsumer> {
        @Override
        public void start(ServerConsumer subscription) {
            subscription.promptDelivery();
        }

        @Override
        public void whenIdle(ServerConsumer subscription, Runnable action) {
            subscription.getQueue().getExecutor().execute(action);
        }
    }
}
