package dev.piroutes.broker;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.util.Objects;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTConnection;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolHandler;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolManager;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.jspecify.annotations.Nullable;

/**
 * One MQTT connection, kept in order. Artemis 2.55 reorders QoS 1 messages of one publisher on one topic when several are
 * under way; it has two places where that happens, and this class closes both.
 *
 * <ul>
 *   <li>In: packets of a connection are handled one after another, but each on whichever pool thread is free, and a
 *       publish completes in the operation context <em>of that thread</em>, so completions overtake each other. Here every
 *       packet is handled in the context of its connection.
 *   <li>Out: a packet waits for what the delivering thread still has to write to disk, which may be somebody else's, so
 *       that a packet on a busy thread is overtaken by the next one on a free thread. Here a PUBLISH, and the CONNACK that
 *       must come before it, wait for nothing: the message has been on disk since before it was queued.
 * </ul>
 *
 * To be dropped when Artemis has fixed ARTEMIS-6191.
 */
final class MqttHandler extends MQTTProtocolHandler {
    private final StorageManager storage;
    private final MQTTProtocolManager protocol;
    private volatile @Nullable OperationContext connectionContext;
    private volatile @Nullable MQTTConnection connection;
    private volatile @Nullable ChannelHandlerContext channel;

    MqttHandler(ActiveMQServer server, MQTTProtocolManager protocol) {
        super(server, protocol);
        this.storage = server.getStorageManager();
        this.protocol = protocol;
    }

    /** Called once, before the first packet. */
    void open(MQTTConnection opened, OperationContext context) {
        connection = opened;
        connectionContext = context;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context;
    }

    @Override
    public void act(MqttMessage packet) {
        storage.setContext(connectionContext);
        try {
            super.act(packet);
        } finally {
            storage.clearContext();
        }
    }

    @Override
    protected void sendToClient(MqttMessage packet) {
        MqttMessageType type = packet.fixedHeader().messageType();
        if (type != MqttMessageType.PUBLISH && type != MqttMessageType.CONNACK) {
            super.sendToClient(packet);
        } else if (protocol.invokeOutgoing(packet, connection) == null) {
            ChannelHandlerContext context = Objects.requireNonNull(channel);
            context.writeAndFlush(packet, context.voidPromise());
        }
    }
}
