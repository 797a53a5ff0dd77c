package dev.piroutes.broker;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTConnection;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolHandler;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolManager;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionState;
import org.apache.activemq.artemis.core.remoting.impl.netty.ActiveMQChannelHandler;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.spi.core.remoting.Connection;
import org.jspecify.annotations.Nullable;

/**
 * One MQTT connection, kept in order and over cuts.
 *
 * <p><b>In order.</b> Artemis 2.55 reorders QoS 1 messages of one publisher on one topic when several are under way; it has
 * two places where that happens, and this class closes both.
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
 * This part is to be dropped when Artemis has fixed ARTEMIS-6191.
 *
 * <p><b>Over cuts.</b> Artemis ends the session as soon as the socket is closed, though packets that came before may still
 * wait to be handled: an acknowledgement among them is lost, a clean DISCONNECT among them comes too late to stop the will.
 * Here the end waits its turn behind the packets, and the next connection of the same client waits for that. What is
 * delivered or sent again then, {@link Outgoing} and {@link Incoming} recognise.
 */
final class MqttHandler extends MQTTProtocolHandler {
    /** Longest wait for the packets of a connection that has ended. More than a slow card needs for one write. */
    private static final int PATIENCE_SECONDS = 5;

    private static final int RECHECK_MS = 100;
    private static final int SETTLE_MS = 2;

    private final StorageManager storage;
    private final MQTTProtocolManager protocol;
    private final Shared shared;

    // Set before the first packet, by the connection's event loop.
    private @Nullable ChannelHandlerContext channel;
    private @Nullable MQTTConnection connection;
    private @Nullable OperationContext context;

    /** What came while the CONNECT waits for the client's last connection; event loop only. */
    private @Nullable Deque<Object> held;

    private boolean endPassedOn;
    private boolean clean;

    // Set when the CONNECT has been accepted.
    private volatile @Nullable Client client;
    private volatile @Nullable MQTTSessionState state;
    private volatile boolean ended;

    /** What all connections of a broker share. */
    record Shared(Clients clients, Deliveries deliveries, Takeovers takeovers) {}

    /** Takes its turn behind the packets that have come before it. */
    private static final class Marker extends MqttMessage {
        private final Runnable action;

        private Marker(Runnable action) {
            super(new MqttFixedHeader(MqttMessageType.PINGRESP, false, MqttQoS.AT_MOST_ONCE, false, 0));
            this.action = action;
        }
    }

    MqttHandler(ActiveMQServer server, MQTTProtocolManager protocol, Shared shared) {
        super(server, protocol);
        this.storage = server.getStorageManager();
        this.protocol = protocol;
        this.shared = shared;
    }

    /** Called once, before the first packet. */
    void open(MQTTConnection opened, OperationContext ownContext) {
        connection = opened;
        context = ownContext;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        channel = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        if (held != null) {
            held.add(packet);
        } else if (packet instanceof MqttConnectMessage connect
                && connect.decoderResult().isSuccess()) {
            hold(ctx, connect);
        } else {
            super.channelRead(ctx, packet);
        }
    }

    /** Lets the client's last connection finish first, so that what it sent comes before what it sends now. */
    private void hold(ChannelHandlerContext ctx, MqttConnectMessage connect) {
        String clientId = connect.payload().clientIdentifier();
        MqttHandler last = clientId == null ? null : lastOf(clientId);
        if (last == null) {
            super.channelRead(ctx, connect);
            return;
        }
        held = new ArrayDeque<>();
        held.add(connect);
        last.whenFinished(() -> ctx.executor().execute(() -> release(ctx)));
    }

    private void release(ChannelHandlerContext ctx) {
        Deque<Object> waiting = held;
        held = null;
        if (waiting != null) {
            waiting.forEach(packet -> super.channelRead(ctx, packet));
        }
    }

    /** Runs the action when everything that has come on this connection is handled and on disk. */
    private void whenFinished(Runnable action) {
        IOCallback stored = new IOCallback() {
            @Override
            public void done() {
                action.run();
            }

            @Override
            public void onError(int code, String message) {
                action.run();
            }
        };
        Runnable handled = () -> Objects.requireNonNull(context).executeOnCompletion(stored);
        ChannelHandlerContext ctx = Objects.requireNonNull(channel);
        // Not at once: a client that closed its socket and came back has left bytes in it, and a timer of an event loop
        // only fires after a look at the sockets.
        ctx.executor().schedule(() -> afterPackets(ctx, handled), SETTLE_MS, TimeUnit.MILLISECONDS);
    }

    /** Runs the action when the packets that have come are handled; twice if that takes long. */
    private void afterPackets(ChannelHandlerContext ctx, Runnable action) {
        if (isOver()) {
            action.run();
            return;
        }
        super.channelRead(ctx, new Marker(action));
        // A session that is just being ended otherwise (keep-alive, takeover) throws the marker away.
        ctx.executor().schedule(() -> afterEnd(action), RECHECK_MS, TimeUnit.MILLISECONDS);
        ctx.executor().schedule(action, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void afterEnd(Runnable action) {
        if (isOver()) {
            action.run();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (held != null) {
            held.forEach(ReferenceCountUtil::release);
            held = null;
        }
        // Taken now: a closed channel's pipeline is emptied, and the event would no longer be passed on.
        ChannelHandlerContext next = ctx.pipeline().context(ActiveMQChannelHandler.class);
        afterPackets(ctx, () -> ctx.executor().execute(() -> end(next)));
    }

    private void end(ChannelHandlerContext next) {
        if (endPassedOn) {
            return;
        }
        endPassedOn = true;
        ended = true;
        try {
            ((ChannelInboundHandler) next.handler()).channelInactive(next);
        } catch (Exception e) {
            throw new IllegalStateException("Artemis failed to end a connection", e);
        }
    }

    /** Whether the session takes no more packets of this connection, markers included. */
    private boolean isOver() {
        return ended || connection == null || state != null && !state.isAttached();
    }

    /** A reset or undecodable bytes: the same end as any other. Artemis would end the session at once. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public void act(MqttMessage packet) {
        if (packet instanceof Marker marker) {
            marker.action.run();
            return;
        }
        storage.setContext(context);
        try {
            switch (packet.fixedHeader().messageType()) {
                case CONNECT -> withoutDeliveries(() -> connect((MqttConnectMessage) packet));
                case SUBSCRIBE -> withoutDeliveries(() -> super.act(packet));
                case PUBLISH -> publish((MqttPublishMessage) packet);
                case PUBACK, PUBREC -> acknowledged(packet);
                case DISCONNECT -> {
                    ended = true;
                    super.act(packet);
                }
                default -> super.act(packet);
            }
        } finally {
            storage.clearContext();
        }
    }

    /**
     * Artemis starts a subscription's deliveries before it has noted its quality of service; a message that is delivered in
     * between is put back, behind the next one. So none is until the packet is handled.
     */
    private void withoutDeliveries(Runnable handling) {
        Connection transport = Objects.requireNonNull(connection).getTransportConnection();
        transport.fireReady(false);
        try {
            handling.run();
        } finally {
            transport.fireReady(Objects.requireNonNull(channel).channel().isWritable());
        }
    }

    private void connect(MqttConnectMessage packet) {
        String asked = packet.payload().clientIdentifier();
        MqttHandler last = asked == null ? null : lastOf(asked);
        boolean takesOver = last != null && last.isOpen();
        clean = packet.variableHeader().isCleanSession();
        super.act(packet);
        if (takesOver && client != null) {
            MQTTConnection accepted = Objects.requireNonNull(connection);
            shared.takeovers.tookOver(asked, accepted.getRemoteAddress(), last.remoteAddress());
        }
    }

    /** Before the client can know that it is connected, and send on, close, and connect again. */
    private void accepted() {
        String clientId = Objects.requireNonNull(connection).getClientID();
        state = stateOf(clientId);
        Client known = shared.clients.of(clientId);
        known.connected(this, clean);
        client = known;
        shared.clients.tidy(protocol.getStateManager());
    }

    private @Nullable MqttHandler lastOf(String clientId) {
        Client known = shared.clients.find(clientId);
        return known == null ? null : known.handler();
    }

    private MQTTSessionState stateOf(String clientId) {
        try {
            return protocol.getStateManager().getSessionState(clientId);
        } catch (Exception e) {
            throw new IllegalStateException("no session state of client id " + clientId, e);
        }
    }

    private boolean isOpen() {
        return !ended && Objects.requireNonNull(channel).channel().isActive();
    }

    private String remoteAddress() {
        return Objects.requireNonNull(connection).getRemoteAddress();
    }

    private void publish(MqttPublishMessage packet) {
        Client known = client;
        MqttFixedHeader header = packet.fixedHeader();
        int id = packet.variableHeader().packetId();
        if (known == null
                || header.qosLevel() != MqttQoS.AT_LEAST_ONCE
                || !known.incoming().repeats(id, header.isDup(), fingerprint(packet))) {
            super.act(packet);
            return;
        }
        ReferenceCountUtil.release(packet);
        sendToClient(MqttMessageBuilders.pubAck().packetId(id).build());
    }

    private static long fingerprint(MqttPublishMessage packet) {
        long topic = packet.variableHeader().topicName().hashCode() * 31L
                + Boolean.hashCode(packet.fixedHeader().isRetain());
        return topic << 32 | ByteBufUtil.hashCode(packet.payload()) & 0xffffffffL;
    }

    private void acknowledged(MqttMessage packet) {
        int id = ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
        super.act(packet);
        Client known = client;
        if (known != null) {
            known.acknowledged(id);
        }
    }

    /** The broker acknowledges a publish, which it does when it is on disk. */
    private void stored(MqttMessageIdVariableHeader puback) {
        Client known = client;
        boolean refused = puback instanceof MqttPubReplyMessageVariableHeader reply && reply.reasonCode() != 0;
        if (known != null && known.handler() == this && !refused) {
            known.incoming().acknowledged(puback.messageId());
        }
    }

    @Override
    protected void sendToClient(MqttMessage packet) {
        MqttMessageType type = packet.fixedHeader().messageType();
        if (packet instanceof MqttConnAckMessage connack
                && connack.variableHeader().connectReturnCode() == MqttConnectReturnCode.CONNECTION_ACCEPTED) {
            accepted();
        } else if (type == MqttMessageType.PUBACK) {
            stored((MqttMessageIdVariableHeader) packet.variableHeader());
        }
        MqttMessage out = packet instanceof MqttPublishMessage publish ? shared.deliveries.sent(publish) : packet;
        if (type != MqttMessageType.PUBLISH && type != MqttMessageType.CONNACK) {
            super.sendToClient(out);
        } else if (protocol.invokeOutgoing(out, connection) == null) {
            ChannelHandlerContext ctx = Objects.requireNonNull(channel);
            ctx.writeAndFlush(out, ctx.voidPromise());
        }
    }
}
