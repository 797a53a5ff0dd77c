package dev.piroutes.broker.mqtt;

import dev.piroutes.broker.guard.ClientIds;
import dev.piroutes.broker.guard.Guards;
import dev.piroutes.broker.guard.Reply;
import dev.piroutes.broker.paging.Publisher;
import dev.piroutes.broker.paging.Publishers;
import dev.piroutes.broker.session.MessageExpiry;
import dev.piroutes.broker.session.Retained;
import dev.piroutes.broker.session.Sessions;
import dev.piroutes.broker.session.Subscriptions;
import dev.piroutes.broker.session.TopicNames;
import dev.piroutes.broker.session.Unreleased;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPubAckMessage;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttReasonCodeAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.activemq.artemis.api.core.ActiveMQRemoteDisconnectException;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTConnection;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
 * recognise; {@link Turns} sees to it that they are asked only when this connection has finished.
 */
final class MqttHandler extends MQTTProtocolHandler implements Guards.Session {
    private static final Logger LOG = LoggerFactory.getLogger(MqttHandler.class);

    /** MQTT 5's reason in a DISCONNECT after which the will is sent all the same. */
    private static final int WITH_WILL = 4;
    /** Packet ids are 16 bits, and 0 is none. */
    private static final int MOST_PACKET_IDS = 65_535;
    /** Of MQTT 5's reason codes. */
    private static final int FIRST_ERROR = 0x80;

    private final ActiveMQServer server;
    private final StorageManager storage;
    private final MQTTProtocolManager protocol;
    private final Shared shared;
    private final Turns turns;
    private final Releases releases = new Releases();
    private final SendQuota<ServerConsumer> quota;

    // Set before the first packet, by the connection's event loop.
    private @Nullable ChannelHandlerContext channel;
    private @Nullable MQTTConnection connection;
    private @Nullable OperationContext context;
    private @Nullable Publisher publisher;
    private @Nullable ConnectionEntry entry;

    private boolean clean;
    /** Whether the session outlives the connection. */
    private boolean lasts;
    /** The CONNECT, while it is handled. */
    private @Nullable MqttConnectMessage connecting;

    /** The SUBACK, while what it confirms is not complete; of the thread that handles packets. */
    private @Nullable List<MqttMessage> answers;

    // Set when the CONNECT has been accepted.
    private volatile @Nullable Client client;
    private volatile @Nullable MQTTSessionState state;
    private volatile boolean ended;
    /** It has said DISCONNECT, and its session is being ended. */
    private volatile boolean leaving;

    /** What all connections of a broker share. */
    record Shared(
            Clients clients,
            Deliveries deliveries,
            Takeovers takeovers,
            MessageExpiry expiry,
            Retained retained,
            Unreleased unreleased,
            Subscriptions subscriptions,
            Sessions sessions,
            Publishers publishers,
            Pressure.Waiting waiting) {}

    /** @param quotaServer the same, with {@link #callback} in the sessions that it creates */
    MqttHandler(ActiveMQServer server, ActiveMQServer quotaServer, MQTTProtocolManager protocol, Shared shared) {
        super(quotaServer, protocol);
        this.server = server;
        this.storage = server.getStorageManager();
        this.protocol = protocol;
        this.shared = shared;
        this.turns = new Turns(this, shared.clients, shared.waiting);
        this.quota = new SendQuota<>(this::mostUnderWay, new Queues());
    }

    /** The queue of a subscription, which delivers on a thread of its own. */
    private static final class Queues implements SendQuota.Deliveries<ServerConsumer> {
        @Override
        public void start(ServerConsumer subscription) {
            subscription.promptDelivery();
        }

        @Override
        public void whenIdle(ServerConsumer subscription, Runnable action) {
            subscription.getQueue().getExecutor().execute(action);
        }
    }

    /** What {@code broker.xml} allows, or less if the client wants less (MQTT 5, Receive Maximum). */
    private int mostUnderWay() {
        int most = protocol.getDefaultMaximumInFlightPublishMessages();
        int wanted = Objects.requireNonNull(connection).getReceiveMaximum();
        return wanted > 0 && (wanted < most || most <= 0) ? wanted : most > 0 ? most : MOST_PACKET_IDS;
    }

    /** Takes the place of Artemis's own count of what is under way. */
    SessionCallback callback(SessionCallback artemis) {
        return new SendQuotaCallback(artemis, quota, shared.deliveries::unsent);
    }

    /** For how many nanoseconds nothing was sent to the client, though nothing keeps it from being sent more; else 0. */
    long sentNothingFor() {
        return client != null
                        && isOpen()
                        && Objects.requireNonNull(channel).channel().isWritable()
                ? quota.idleFor()
                : 0;
    }

    /** The handler of a connection to an MQTT client; {@code null} if the connection is closed. */
    static @Nullable MqttHandler of(Connection transport) {
        return ((NettyServerConnection) transport).getChannel().pipeline().get(MqttHandler.class);
    }

    /** Called once, before the first packet. */
    void open(ConnectionEntry opened, OperationContext ownContext) {
        entry = opened;
        connection = (MQTTConnection) opened.connection;
        context = ownContext;
        publisher = shared.publishers.opened(ownContext, turns.reading());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        channel = added;
    }

    Turns turns() {
        return turns;
    }

    /** Takes in a packet, on the event loop or, when the channel is closed, in place of it. */
    void read(Object packet) {
        channelRead(Objects.requireNonNull(channel), packet);
    }

    /** Runs the action when what has been handled is on disk, or has failed to get there. */
    void whenStored(Runnable action) {
        Objects.requireNonNull(context).executeOnCompletion(new IOCallback() {
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
        MQTTSessionState known = state;
        return known == null ? 0 : known.getSubscriptions().size();
    }

    @Override
    public boolean isSubscribed(String filter) {
        MQTTSessionState known = state;
        return known != null && known.getSubscription(TopicNames.encode(filter)) != null;
    }

    @Override
    public void hold() {
        turns.hold();
    }

    @Override
    public void resume() {
        turns.resume();
    }

    /** Called when everything that came has been handled and the socket is closed. */
    void ended() {
        ended = true;
        if (context != null) {
            shared.publishers.closed(context);
        }
        MQTTConnection known = connection;
        if (known == null || client == null) {
            return;
        }
        storage.setContext(context);
        try {
            shared.sessions.ended(this, known.getClientID());
        } finally {
            storage.clearContext();
        }
    }

    /**
     * Ends the session when the socket is closed, on a thread of its own but in this connection's context: what was under
     * way is back in its queues when what is {@linkplain #whenStored written in this context} is on disk. Artemis would do
     * it in the context of whichever thread is free, and so when somebody else's writes are on disk.
     */
    void close(Runnable then) {
        server.getThreadPool().execute(() -> {
            ended();
            storage.setContext(context);
            try {
                Objects.requireNonNull(connection).fail(new ActiveMQRemoteDisconnectException());
            } finally {
                storage.clearContext();
                then.run();
            }
        });
    }

    /** Whether the session takes no more packets of this connection. */
    boolean isOver() {
        return ended || !leaving && (connection == null || state != null && !state.isAttached());
    }

    @Override
    public void act(MqttMessage packet) {
        if (packet instanceof Turns.Marker marker) {
            marker.run();
            return;
        }
        storage.setContext(context);
        try {
            if (packet instanceof Reply reply) {
                super.sendToClient(reply.answer());
                return;
            }
            switch (packet.fixedHeader().messageType()) {
                case CONNECT -> connect((MqttConnectMessage) packet);
                case SUBSCRIBE -> withoutDeliveries(() -> subscribe((MqttSubscribeMessage) packet));
                case UNSUBSCRIBE -> withoutDeliveries(() -> unsubscribe((MqttUnsubscribeMessage) packet));
                case PUBLISH -> {
                    publish((MqttPublishMessage) packet);
                    Objects.requireNonNull(publisher).handled();
                }
                case PUBACK, PUBREC -> acknowledged(packet);
                case PUBCOMP -> completed(packet);
                case PUBREL -> released(packet);
                case DISCONNECT -> disconnect(packet);
                default -> super.act(packet);
            }
        } finally {
            storage.clearContext();
            turns.handled(packet);
        }
    }

    /**
     * Artemis starts a subscription's deliveries before it has noted its quality of service; a message that is delivered in
     * between is put back, behind the next one. So none is until the packet is handled.
     */
    private void withoutDeliveries(Runnable handling) {
        quota.pause();
        try {
            handling.run();
        } finally {
            quota.resume();
        }
    }

    /**
     * What was under way on the client's last connection goes back to its queues when what was then to be written is on
     * disk; nothing is delivered before, or it would overtake that.
     */
    private void connect(MqttConnectMessage packet) {
        MqttHandler last = shared.clients.handlerOf(packet.payload().clientIdentifier());
        quota.pause();
        try {
            connect(packet, last);
        } finally {
            Runnable resuming = () -> whenStored(quota::resume);
            if (last == null) {
                resuming.run();
            } else {
                last.whenStored(resuming);
            }
        }
    }

    private void connect(MqttConnectMessage packet, @Nullable MqttHandler last) {
        String asked = packet.payload().clientIdentifier();
        // Asked before it is closed: then it has none.
        String takenFrom = last != null && last.isOpen() ? last.remoteAddress() : null;
        clean = packet.variableHeader().isCleanSession();
        Object before = shared.sessions.connecting(asked);
        connecting = packet;
        super.act(withoutWill(packet));
        connecting = null;
        keepAlive(packet);
        if (before != null && client == null) {
            shared.sessions.refused(asked, before);
            if (last != null && last.isOver()) {
                last.ended();
            }
        }
        if (takenFrom != null && client != null) {
            shared.takeovers.tookOver(ClientIds.decode(asked), String.valueOf(remoteAddress()), takenFrom);
        }
    }

    private void keepAlive(MqttConnectMessage packet) {
        // Artemis looks no more.
        Objects.requireNonNull(entry).ttl = -1;
        KeepAlive keepAlive = new KeepAlive(packet, protocol.getServerKeepAlive(), System::nanoTime);
        ChannelHandlerContext ctx = Objects.requireNonNull(channel);
        ctx.executor().execute(() -> {
            ChannelHandlerContext decoder = ctx.pipeline().context(MqttDecoder.class);
            if (client != null && decoder != null) {
                ctx.pipeline().addAfter(decoder.name(), null, keepAlive);
            }
        });
    }

    /** {@link Sessions} sends it. */
    private static MqttConnectMessage withoutWill(MqttConnectMessage packet) {
        MqttConnectVariableHeader header = packet.variableHeader();
        if (!header.isWillFlag()) {
            return packet;
        }
        MqttConnectPayload payload = packet.payload();
        return new MqttConnectMessage(
                packet.fixedHeader(),
                new MqttConnectVariableHeader(
                        header.name(),
                        header.version(),
                        header.hasUserName(),
                        header.hasPassword(),
                        false,
                        0,
                        false,
                        header.isCleanSession(),
                        header.keepAliveTimeSeconds(),
                        header.properties()),
                new MqttConnectPayload(
                        payload.clientIdentifier(),
                        MqttProperties.NO_PROPERTIES,
                        null,
                        null,
                        payload.userName(),
                        payload.passwordInBytes()));
    }

    private void disconnect(MqttMessage packet) {
        boolean withWill = false;
        MqttProperties properties = MqttProperties.NO_PROPERTIES;
        if (packet.variableHeader() instanceof MqttReasonCodeAndPropertiesVariableHeader header) {
            withWill = header.reasonCode() == WITH_WILL;
            properties = header.properties();
        }
        String clientId = String.valueOf(Objects.requireNonNull(connection).getClientID());
        boolean stays = shared.sessions.disconnecting(this, clientId, withWill, properties);
        leaving = true;
        MQTTSessionState known = state;
        if (known != null && !stays) {
            known.setClientSessionExpiryInterval(0);
        }
        // Artemis is not told an interval, which it would count in 32 bits of milliseconds: Sessions ends the session.
        super.act(MqttMessageBuilders.disconnect().build());
        ended = true;
        leaving = false;
    }

    /** Before the client can know that it is connected, and send on, close, and connect again. */
    private void accepted() {
        String clientId = Objects.requireNonNull(connection).getClientID();
        // Artemis may have ended another session on this thread, in that one's context.
        storage.setContext(context);
        MQTTSessionState started = stateOf(clientId);
        state = started;
        lasts = shared.sessions.connected(
                this, started, Objects.requireNonNull(connecting), started.getClientSessionExpiryInterval());
        Client known = shared.clients.of(clientId);
        known.connected(this, clean);
        client = known;
        shared.clients.tidy(protocol.getStateManager());
    }

    private MQTTSessionState stateOf(String clientId) {
        try {
            return protocol.getStateManager().getSessionState(clientId);
        } catch (Exception e) {
            throw new IllegalStateException("no session state of client id " + clientId, e);
        }
    }

    private boolean isOpen() {
        return !ended && !leaving && Objects.requireNonNull(channel).channel().isActive();
    }

    private @Nullable String remoteAddress() {
        return Objects.requireNonNull(connection).getRemoteAddress();
    }

    private void publish(MqttPublishMessage packet) {
        Client known = client;
        MqttFixedHeader header = packet.fixedHeader();
        int id = packet.variableHeader().packetId();
        if (known == null
                || header.qosLevel() != MqttQoS.AT_LEAST_ONCE
                || !known.incoming().repeats(id, header.isDup(), fingerprint(packet))) {
            shared.expiry.publish(packet, () -> publishNew(packet, id));
            return;
        }
        ReferenceCountUtil.release(packet);
        sendToClient(MqttMessageBuilders.pubAck().packetId(id).build());
    }

    private void publishNew(MqttPublishMessage packet, int id) {
        MQTTSessionState session = state;
        if (packet.fixedHeader().qosLevel() == MqttQoS.EXACTLY_ONCE && session != null && lasts) {
            shared.unreleased.publish(session.getClientId(), id, () -> route(packet));
        } else {
            route(packet);
        }
    }

    /** {@link Retained} keeps what is to be kept: Artemis is not shown the flag. */
    private void route(MqttPublishMessage packet) {
        MqttFixedHeader header = packet.fixedHeader();
        if (!header.isRetain()) {
            super.act(packet);
            return;
        }
        MqttFixedHeader plain = new MqttFixedHeader(
                header.messageType(), header.isDup(), header.qosLevel(), false, header.remainingLength());
        shared.retained.publish(
                () -> super.act(new MqttPublishMessage(plain, packet.variableHeader(), packet.payload())));
    }

    private void subscribe(MqttSubscribeMessage packet) {
        MQTTSessionState known = state;
        if (known == null) {
            super.act(packet);
            return;
        }
        try {
            List<MqttMessage> answer = new ArrayList<>();
            answers = answer;
            shared.subscriptions.subscribe(packet, known, super::act);
            answers = null;
            shared.sessions.subscribed(this, known.getClientId());
            answer.forEach(this::sendToClient);
        } catch (Exception e) {
            answers = null;
            LOG.warn("client id {}: cannot subscribe: {}", known.getClientId(), e.toString());
            Objects.requireNonNull(channel).close();
        }
    }

    private void unsubscribe(MqttUnsubscribeMessage packet) {
        MQTTSessionState known = state;
        if (known == null) {
            super.act(packet);
        } else {
            shared.subscriptions.unsubscribe(
                    packet, known, Objects.requireNonNull(connection).getID(), super::act);
        }
    }

    private static long fingerprint(MqttPublishMessage packet) {
        long topic = packet.variableHeader().topicName().hashCode() * 31L
                + Boolean.hashCode(packet.fixedHeader().isRetain());
        return topic << 32 | ByteBufUtil.hashCode(packet.payload()) & 0xffffffffL;
    }

    private void acknowledged(MqttMessage packet) {
        int id = ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
        // Artemis takes a PUBREC with an error for any other, and would send a PUBREL.
        super.act(isRefusal(packet) ? puback(id) : packet);
        Client known = client;
        if (known != null) {
            known.acknowledged(id);
        }
        if (packet.fixedHeader().messageType() == MqttMessageType.PUBACK || isRefusal(packet)) {
            quota.finished(id);
        }
    }

    private static MqttPubAckMessage puback(int id) {
        return new MqttPubAckMessage(
                new MqttFixedHeader(MqttMessageType.PUBACK, false, MqttQoS.AT_MOST_ONCE, false, 2),
                MqttMessageIdVariableHeader.from(id));
    }

    /** MQTT 5, 4.3.3: the client does not want the message, and that is the end of its delivery. */
    private static boolean isRefusal(MqttMessage packet) {
        return packet.fixedHeader().messageType() == MqttMessageType.PUBREC
                && packet.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply
                && Byte.toUnsignedInt(reply.reasonCode()) >= FIRST_ERROR;
    }

    /** The PUBCOMP goes when that is on disk: from then on the id may stand for another message. */
    private void released(MqttMessage packet) {
        MQTTSessionState known = state;
        if (known != null) {
            int id = ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
            shared.unreleased.released(known.getClientId(), id);
        }
        super.act(packet);
    }

    private void completed(MqttMessage packet) {
        MQTTSessionState known = state;
        int id = ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
        try {
            if (known == null || !releases.completes(id, known)) {
                super.act(packet);
            }
        } catch (Exception e) {
            throw new IllegalStateException("cannot take a PUBREL from its queue", e);
        }
        quota.finished(id);
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
        if (answers != null && type == MqttMessageType.SUBACK) {
            answers.add(packet);
            return;
        }
        boolean accepted = packet instanceof MqttConnAckMessage connack
                && connack.variableHeader().connectReturnCode() == MqttConnectReturnCode.CONNECTION_ACCEPTED;
        if (accepted) {
            accepted();
        } else if (type == MqttMessageType.PUBACK) {
            stored((MqttMessageIdVariableHeader) packet.variableHeader());
        }
        MqttMessage out =
                packet instanceof MqttPublishMessage publish ? shared.deliveries.sent(publish, quota) : packet;
        if (type != MqttMessageType.PUBLISH && type != MqttMessageType.PUBREL && type != MqttMessageType.CONNACK) {
            super.sendToClient(out);
        } else if (protocol.invokeOutgoing(out, connection) == null) {
            ChannelHandlerContext ctx = Objects.requireNonNull(channel);
            MQTTSessionState known = state;
            if (known != null && out instanceof MqttPublishMessage publish) {
                shared.expiry.sent(publish, known.getClientMaxPacketSize());
            }
            ctx.writeAndFlush(out, ctx.voidPromise());
            if (accepted) {
                repeatReleases(ctx);
            }
        }
    }

    private void repeatReleases(ChannelHandlerContext ctx) {
        try {
            releases.repeat(server, Objects.requireNonNull(state)).forEach(ctx::write);
            ctx.flush();
        } catch (Exception e) {
            throw new IllegalStateException("cannot read the PUBRELs of client id " + connection, e);
        }
    }
}
