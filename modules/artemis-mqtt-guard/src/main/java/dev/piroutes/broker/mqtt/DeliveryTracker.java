package dev.piroutes.broker.mqtt;

import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTConnection;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionState;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTStateManager;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerConsumerPlugin;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;

/**
 * Follows each message from its queue to the wire. Artemis's plugin hooks know which message it is, the connection's
 * handler knows its packet id; both are called by the thread that delivers, one after the other.
 */
final class DeliveryTracker implements ActiveMQServerConsumerPlugin, ActiveMQServerMessagePlugin {
    private static final String OUTGOING = "piroutes.outgoing";

    private final ActiveMQServer server;
    private final Clients clients;
    private final ThreadLocal<Delivery> underWay = new ThreadLocal<>();

    private record Delivery(
            Outgoing outgoing, ServerConsumer consumer, long queue, long message, boolean again, boolean retain) {}

    DeliveryTracker(ActiveMQServer server, Clients clients) {
        this.server = server;
        this.clients = clients;
    }

    @Override
    public void afterCreateConsumer(ServerConsumer consumer) {
        ServerSession session = server.getSessionByID(consumer.getSessionID());
        if (session != null && session.getRemotingConnection() instanceof MQTTConnection connection) {
            Client client = clients.of(connection.getClientID());
            consumer.addAttachment(OUTGOING, client.outgoing(storeOf(connection.getClientID()), connection));
        }
    }

    private MQTTSessionState.OutboundStore storeOf(String clientId) {
        return stateOf(clientId).getOutboundStore();
    }

    private MQTTSessionState stateOf(String clientId) {
        try {
            return MQTTStateManager.getInstance(server).getSessionState(clientId);
        } catch (Exception e) {
            throw new IllegalStateException("no session state of client id " + clientId, e);
        }
    }

    @Override
    public void beforeDeliver(ServerConsumer consumer, MessageReference reference) {
        if (consumer.getAttachment(OUTGOING) instanceof Outgoing outgoing) {
            long queue = consumer.getQueue().getID();
            long message = reference.getMessageID();
            boolean again = outgoing.prepare(queue, message, consumer.getID());
            underWay.set(
                    new Delivery(outgoing, consumer, queue, message, again, retainAsPublished(consumer, reference)));
        }
    }

    /**
     * Whether the message was published as retained and its subscription wants to know (MQTT 5, 3.8.3.1). Artemis looks
     * for the subscription by the message's topic, and so finds none that has a wildcard.
     */
    private boolean retainAsPublished(ServerConsumer consumer, MessageReference reference) {
        if (!Boolean.TRUE.equals(reference.getMessage().getBooleanProperty(MQTTUtil.MQTT_MESSAGE_RETAIN_KEY))) {
            return false;
        }
        ServerSession session = server.getSessionByID(consumer.getSessionID());
        if (session == null || !(session.getRemotingConnection() instanceof MQTTConnection connection)) {
            return false;
        }
        String address = consumer.getQueueAddress().toString();
        WildcardConfiguration wildcards = server.getConfiguration().getWildcardConfiguration();
        return stateOf(connection.getClientID()).getSubscriptions().stream()
                .filter(subscription -> subscription.option().isRetainAsPublished())
                .anyMatch(subscription ->
                        address.equals(MQTTUtil.getCoreAddressFromMqttTopic(subscription.topicFilter(), wildcards)));
    }

    @Override
    public void afterDeliver(ServerConsumer consumer, MessageReference reference) {
        underWay.remove();
    }

    /** What the calling thread should have delivered was not sent: Artemis has given it a packet id all the same. */
    void unsent(ServerConsumer consumer, MessageReference reference) {
        if (consumer.getAttachment(OUTGOING) instanceof Outgoing outgoing) {
            outgoing.unsent(reference.getMessageID(), consumer.getID());
        }
    }

    /**
     * Notes the packet id of what the calling thread delivers, and returns it with the flags that it must have.
     *
     * @param quota of the connection that it goes to
     */
    MqttPublishMessage sent(MqttPublishMessage publish, SendQuota<ServerConsumer> quota) {
        Delivery delivery = underWay.get();
        MqttFixedHeader header = publish.fixedHeader();
        if (delivery == null) {
            return publish;
        }
        boolean again = delivery.again && header.qosLevel() != MqttQoS.AT_MOST_ONCE;
        if (header.qosLevel() != MqttQoS.AT_MOST_ONCE) {
            int id = publish.variableHeader().packetId();
            delivery.outgoing.sent(delivery.queue, delivery.message, id, header.qosLevel() == MqttQoS.EXACTLY_ONCE);
            quota.sent(delivery.consumer, id, UnderWay.bytes(publish.payload().readableBytes()));
        }
        if (!again && !delivery.retain) {
            return publish;
        }
        MqttFixedHeader flags = new MqttFixedHeader(
                header.messageType(),
                again,
                header.qosLevel(),
                header.isRetain() || delivery.retain,
                header.remainingLength());
        return new MqttPublishMessage(flags, publish.variableHeader(), publish.payload());
    }
}
