package dev.piroutes.broker.mqtt;

import dev.piroutes.broker.guard.Guards;
import dev.piroutes.broker.guard.Reply;
import dev.piroutes.broker.paging.Publisher;
import dev.piroutes.broker.session.TopicNames;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolHandler;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolManager;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionState;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyServerConnection;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.spi.core.protocol.ConnectionEntry;
import org.apache.activemq.artemis.spi.core.protocol.SessionCallback;
import org.apache.activemq.artemis.spi.core.remoting.Connection;
import org.jspecify.annotations.Nullable;

/**
 * One MQTT connection, kept in order and over cuts.
 *
 * <p><b>In order.</b> Artemis 2.55 reorders QoS 1 messages of one publisher on one topic when several are under way; it has
 * three places where that happens. This class closes two, and {@link Publisher} the third, where memory is short.
 *
 * <ul>
 *   <li>In: packets of a connection are handled one after another, but each on whichever pool thread is free, and a
 *       publish completes in the operation context <em>of that thread</em>, so completions overtake each other. Here every
 *       packet is handled in the context of its connection.
 *   <li>Out: a packet waits for what the delivering thread still has to write to disk, which may be somebody else's, so
 *       that a packet on a busy thread is overtaken by the next one on a free thread. Here a PUBLISH, a PUBREL, and the
 *       CONNACK that must come before them, wait for nothing: message and PUBREL have been on disk since before they were
 *       queued.
 * </ul>
 *
 * This part is to be dropped when Artemis has fixed ARTEMIS-6191.
 *
 * <p><b>Over cuts.</b> What is delivered or sent again on a client's next connection, {@link Outgoing} and {@link Incoming}
 * recognise; {@link PacketOrder} sees to it that they are asked only when this connection has finished.
 */
final class MqttHandler extends MQTTProtocolHandler implements Guards.Session {
    /** Packet ids are 16 bits, and 0 is none. */
    private static final int MOST_PACKET_IDS = 65_535;

    private final ActiveMQServer server;
    private final StorageManager storage;
    private final MQTTProtocolManager protocol;
    private final SharedParts shared;
    private final PacketOrder order;
    private final SendQuota<ServerConsumer> quota;
    private final PacketThread thread;

    // Set before the first packet, by the connection's event loop.
    private @Nullable ChannelHandlerContext channel;
    private @Nullable PacketWriter writer;
    private @Nullable Publisher publisher;
    private @Nullable PublishHandling publishing;
    private @Nullable SubscriptionHandling subscribing;
    private @Nullable AcknowledgementHandling acknowledging;
    private @Nullable Consumer<String> protocolError;
    private volatile @Nullable ClientSession session;

    MqttHandler(ActiveMQServer server, MQTTProtocolManager protocol, SharedParts shared, PacketThread thread) {
        super(QuotaServer.of(server, thread), protocol);
        this.thread = thread;
        this.server = server;
        this.storage = server.getStorageManager();
        this.protocol = protocol;
        this.shared = shared;
        this.order = new PacketOrder(this, shared.clients(), shared.waiting());
        this.quota = new SendQuota<>(this::mostUnderWay, shared.underWay(), new SendQuotaCallback.Queues());
    }

    /** What {@code broker.xml} allows, or less if the client wants less (MQTT 5, Receive Maximum). */
    private int mostUnderWay() {
        int most = protocol.getDefaultMaximumInFlightPublishMessages();
        int wanted = session().connection.getReceiveMaximum();
        return wanted > 0 && (wanted < most || most <= 0) ? wanted : most > 0 ? most : MOST_PACKET_IDS;
    }

    /** Takes the place of Artemis's own count of what is under way. */
    SessionCallback callback(SessionCallback artemis) throws Exception {
        return new SendQuotaCallback(artemis, session().connection, quota, shared.deliveries()::unsent);
    }

    /** For how many nanoseconds nothing was sent to the client, though nothing keeps it from being sent more; else 0. */
    long sentNothingFor() {
        ClientSession known = session;
        return known != null
                        && known.client() != null
                        && known.isOpen()
                        && known.channel.channel().isWritable()
                ? quota.idleFor()
                : 0;
    }

    /** The handler of a connection to an MQTT client; {@code null} if the connection is closed. */
    static @Nullable MqttHandler of(Connection transport) {
        return ((NettyServerConnection) transport).getChannel().pipeline().get(MqttHandler.class);
    }

    /** Called once, before it is opened. @param protocolError ends the connection, for a reason in words */
    void guarded(Consumer<String> protocolError) {
        this.protocolError = protocolError;
    }

    /** Called once, before the first packet. */
    void open(ConnectionEntry opened, OperationContext ownContext) {
        ClientSession own =
                new ClientSession(this, storage, protocol, shared, opened, ownContext, Objects.requireNonNull(channel));
        publishing = new PublishHandling(this, shared, own, super::act);
        subscribing = new SubscriptionHandling(this, shared, own, quota, super::act);
        acknowledging = new AcknowledgementHandling(
                server, shared, own, quota, super::act, Objects.requireNonNull(protocolError));
        writer = new PacketWriter(
                own.channel, packet -> protocol.invokeOutgoing(packet, own.connection) == null, storage);
        session = own;
        publisher = shared.publishers().opened(ownContext, order.reading());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        channel = added;
    }

    ClientSession session() {
        return Objects.requireNonNull(session, "not opened");
    }

    private PacketWriter writer() {
        return Objects.requireNonNull(writer, "not opened");
    }

    private SubscriptionHandling subscribing() {
        return Objects.requireNonNull(subscribing, "not opened");
    }

    private AcknowledgementHandling acknowledging() {
        return Objects.requireNonNull(acknowledging, "not opened");
    }

    private @Nullable MQTTSessionState state() {
        ClientSession known = session;
        return known == null ? null : known.state();
    }

    PacketOrder order() {
        return order;
    }

    /** Takes in a packet, on the event loop or, when the channel is closed, in place of it. */
    void read(Object packet) {
        ChannelHandlerContext ctx = Objects.requireNonNull(channel);
        if (state() == null) {
            channelRead(ctx, packet);
        } else {
            thread.read((MqttMessage) packet, () -> channelRead(ctx, packet));
        }
    }

    /** What has come together has been read. */
    void allRead() {
        thread.allRead();
    }

    /** Runs the action when what has been handled is on disk, or has failed to get there. */
    void whenStored(Runnable action) {
        session().context.executeOnCompletion(new IOCallback() {
            @Override
            public void done() {
                action.run();
            }

            @Override
            public void onError(int code, String message) {
                action.run();
            }
        });
    }

    @Override
    public int subscriptions() {
        MQTTSessionState known = state();
        return known == null ? 0 : known.getSubscriptions().size();
    }

    @Override
    public boolean isSubscribed(String filter) {
        MQTTSessionState known = state();
        return known != null && known.getSubscription(TopicNames.encode(filter)) != null;
    }

    @Override
    public int unreleasedBeside(int packetId) {
        MQTTSessionState known = state();
        return known == null || known.getPubRec().contains(packetId)
                ? 0
                : known.getPubRec().size();
    }

    @Override
    public void hold() {
        order.hold();
    }

    @Override
    public void resume() {
        order.resume();
    }

    /** Called when everything that came has been handled and the socket is closed. */
    void ended() {
        quota.close();
        ClientSession known = session;
        if (known != null) {
            known.ended();
        }
    }

    /**
     * Ends the session when the socket is closed, on a thread of its own but in this connection's context: what was under
     * way is back in its queues when what is {@linkplain #whenStored written in this context} is on disk. Artemis would do
     * it in the context of whichever thread is free, and so when somebody else's writes are on disk.
     */
    void close(Runnable then) {
        Executor pool = server.getThreadPool();
        pool.execute(() -> {
            try {
                ended();
            } finally {
                // Its will is on its way: the rest waits its turn.
                shared.endings().run(pool, () -> {
                    try {
                        session().close();
                    } finally {
                        then.run();
                    }
                });
            }
        });
    }

    /** Whether the session takes no more packets of this connection. */
    boolean isOver() {
        ClientSession known = session;
        return known == null || known.isOver();
    }

    @Override
    public void act(MqttMessage packet) {
        if (packet instanceof PacketOrder.Marker marker) {
            marker.run();
            return;
        }
        storage.setContext(session().context);
        try {
            if (isOver()) {
                // Some clients acknowledge their last message behind their DISCONNECT; they get it again.
                ReferenceCountUtil.release(packet);
                return;
            }
            if (packet instanceof Reply reply) {
                writer().writeWhenStored(reply.answer());
                return;
            }
            switch (packet.fixedHeader().messageType()) {
                case CONNECT -> connect((MqttConnectMessage) packet);
                case SUBSCRIBE -> subscribing().subscribe((MqttSubscribeMessage) packet, this::sendToClient);
                case UNSUBSCRIBE -> subscribing().unsubscribe((MqttUnsubscribeMessage) packet);
                case PUBLISH -> {
                    Objects.requireNonNull(publishing).publish((MqttPublishMessage) packet, this::sendToClient);
                    Objects.requireNonNull(publisher).handled();
                }
                case PUBACK, PUBREC -> acknowledging().acknowledged(packet);
                case PUBCOMP -> acknowledging().completed(packet);
                case PUBREL -> acknowledging().released(packet);
                case DISCONNECT -> session().disconnect(packet, super::act);
                default -> super.act(packet);
            }
        } finally {
            storage.clearContext();
            order.handled(packet);
        }
    }

    /**
     * What was under way on the client's last connection goes back to its queues when what was then to be written is on
     * disk; nothing is delivered before, or it would overtake that.
     */
    private void connect(MqttConnectMessage packet) {
        MqttHandler last = shared.clients().handlerOf(packet.payload().clientIdentifier());
        quota.pause();
        try {
            session().connect(packet, last == null ? null : last.session, super::act);
            QuotaServer.leave(this, server);
        } finally {
            Runnable resuming = () -> whenStored(quota::resume);
            if (last == null) {
                resuming.run();
            } else {
                last.whenStored(resuming);
            }
        }
    }

    @Override
    protected void sendToClient(MqttMessage packet) {
        MqttMessageType type = packet.fixedHeader().messageType();
        if (type == MqttMessageType.SUBACK && subscribing().holdsBack(packet)) {
            return;
        }
        boolean accepted = Packets.isAcceptance(packet);
        if (accepted) {
            session().accepted();
        } else if (type == MqttMessageType.PUBACK) {
            Objects.requireNonNull(publishing).stored((MqttMessageIdVariableHeader) packet.variableHeader());
        }
        MqttMessage out = packet instanceof MqttPublishMessage publish
                ? shared.deliveries().sent(publish, quota)
                : packet;
        if (type != MqttMessageType.PUBLISH && type != MqttMessageType.PUBREL && type != MqttMessageType.CONNACK) {
            writer().writeWhenStored(out);
            return;
        }
        MQTTSessionState known = state();
        if (known != null && out instanceof MqttPublishMessage publish) {
            shared.expiry().sent(publish, known.getClientMaxPacketSize());
        }
        writer().write(out);
        if (accepted) {
            acknowledging().repeatPubrels(Objects.requireNonNull(channel));
        }
    }
}
