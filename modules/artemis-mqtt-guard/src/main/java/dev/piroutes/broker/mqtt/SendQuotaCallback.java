package dev.piroutes.broker.mqtt;

import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.spi.core.protocol.SessionCallback;
import org.apache.activemq.artemis.spi.core.remoting.ReadyListener;
import org.jspecify.annotations.Nullable;

/**
 * Artemis's way to one MQTT client, with a {@link SendQuota} in place of its own count. Artemis wakes only the subscription
 * whose message was acknowledged, though the window is the client's and another one may be waiting for it; after a PUBCOMP
 * it wakes none; and two subscriptions that look at the same time may both take the last place.
 */
final class SendQuotaCallback implements SessionCallback {
    private final SessionCallback artemis;
    private final SendQuota<ServerConsumer> quota;

    /** Of a delivery that ended without a PUBLISH: the message was too large for the client, for example. */
    private final Unsent unsent;

    /** What is to be done when a message was not sent. */
    @FunctionalInterface
    interface Unsent {
        void forget(ServerConsumer consumer, MessageReference message);
    }

    SendQuotaCallback(SessionCallback artemis, SendQuota<ServerConsumer> quota, Unsent unsent) {
        this.artemis = artemis;
        this.quota = quota;
        this.unsent = unsent;
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

    @Override
    public int sendMessage(MessageReference reference, ServerConsumer consumer, int deliveryCount) {
        try {
            return artemis.sendMessage(reference, consumer, deliveryCount);
        } finally {
            if (quota.delivered(consumer)) {
                unsent.forget(consumer, reference);
            }
        }
    }

    @Override
    public int sendLargeMessage(MessageReference reference, ServerConsumer consumer, long size, int deliveryCount) {
        return sendMessage(reference, consumer, deliveryCount);
    }

    @Override
    public int sendLargeMessageContinuation(
            ServerConsumer consumer, byte[] body, boolean continues, boolean requiresResponse) {
        return artemis.sendLargeMessageContinuation(consumer, body, continues, requiresResponse);
    }

    @Override
    public boolean supportsDirectDelivery() {
        return artemis.supportsDirectDelivery();
    }

    @Override
    public void afterDelivery() throws Exception {
        artemis.afterDelivery();
    }

    @Override
    public boolean updateDeliveryCountAfterCancel(ServerConsumer consumer, MessageReference reference, boolean failed) {
        return artemis.updateDeliveryCountAfterCancel(consumer, reference, failed);
    }

    @Override
    public void sendProducerCreditsMessage(int credits, SimpleString address) {
        artemis.sendProducerCreditsMessage(credits, address);
    }

    @Override
    public void sendProducerCreditsFailMessage(int credits, SimpleString address) {
        artemis.sendProducerCreditsFailMessage(credits, address);
    }

    @Override
    public void closed() {
        artemis.closed();
    }

    @Override
    public void disconnect(ServerConsumer consumer, String errorMessage) {
        artemis.disconnect(consumer, errorMessage);
    }

    @Override
    public boolean isWritable(ReadyListener callback, Object protocolContext) {
        return artemis.isWritable(callback, protocolContext);
    }

    @Override
    public void browserFinished(ServerConsumer consumer) {
        artemis.browserFinished(consumer);
    }

    @Override
    public void close(boolean failed) {
        artemis.close(failed);
    }

    @Override
    public @Nullable Transaction getCurrentTransaction() {
        return artemis.getCurrentTransaction();
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
