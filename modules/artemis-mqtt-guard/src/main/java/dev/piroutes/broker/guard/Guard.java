package dev.piroutes.broker.guard;

import dev.piroutes.broker.access.Access;
import dev.piroutes.broker.access.Access.Permit;
import dev.piroutes.broker.access.Access.Refusal;
import dev.piroutes.broker.access.Login;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubAckMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the packets of one connection before anything else does, and lets through what is allowed. It answers what is
 * not, or closes the connection, as the version of the protocol wants it. Everything here happens on the connection's event
 * loop.
 */
final class Guard extends ChannelDuplexHandler implements FrameDecoder.Findings {
    private static final int OLD_FAILURE = 0x80;
    private static final int CONNACK = 2;
    /** Artemis answers a PINGREQ at once, but the first packet to a client must be its CONNACK (MQTT-3.2.0-1). */
    private static final MqttMessage PONG_IN_TURN = new Reply(MqttMessage.PINGRESP);

    private final Guards guards;
    private final PublishRules publishRules;
    private final SubscribeRules subscribeRules = new SubscribeRules();
    private final Withheld withheld = new Withheld();
    private final ConnectRules connectRules;
    private final Guards.Session session;

    private @Nullable ChannelHandlerContext channel;
    private boolean mqtt5;
    private long clientsMaximum = Long.MAX_VALUE;
    private boolean bridge;
    private boolean over;
    private boolean accepted;
    private String clientId = "";
    private @Nullable Integer cappedExpiry;
    private Permit permit = Permit.EVERYTHING;
    /** What came while the CONNECT is being decided on. */
    private @Nullable Deque<MqttMessage> held;

    Guard(Guards guards, int maxAlias, Guards.Session session) {
        this.guards = guards;
        this.publishRules = new PublishRules(guards.nameRules, maxAlias, guards.memory);
        this.connectRules = new ConnectRules(guards.limits, guards.nameRules);
        this.session = session;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx;
    }

    @Override
    public void bridge() {
        bridge = true;
    }

    /** How large a packet may be that the client is sent. */
    long clientsMaximum() {
        return clientsMaximum;
    }

    /** {@link ClientsMaximum} has left out a packet that the client waits for. */
    void answerTooLarge(int type, int size) {
        // Before its CONNACK a client is sent nothing, so not the reason either.
        accepted &= type != CONNACK;
        end(
                Objects.requireNonNull(channel),
                Offence.tooLarge(
                        "an answer of " + size + " bytes, more than the " + clientsMaximum + " that the client takes"));
    }

    /** What the session found, on whichever thread. */
    void protocolError(String what) {
        Objects.requireNonNull(channel).executor().execute(() -> offence(Offence.protocol(what)));
    }

    @Override
    public void offence(Offence offence) {
        ChannelHandlerContext ctx = Objects.requireNonNull(channel);
        boolean answerable = offence.code() == Offence.UNSUPPORTED_VERSION || offence.code() == Offence.BAD_CLIENT_ID;
        if (over) {
            return;
        }
        if (answerable) {
            log(ctx, offence, "refused");
            refuse(ctx, offence.code());
        } else {
            end(ctx, offence);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        if (over) {
            ReferenceCountUtil.release(packet);
        } else if (held != null) {
            held.add((MqttMessage) packet);
        } else {
            handle(ctx, (MqttMessage) packet);
        }
    }

    private void handle(ChannelHandlerContext ctx, MqttMessage packet) {
        if (packet.decoderResult().isFailure()) {
            ReferenceCountUtil.release(packet);
            // FrameDecoder has found the bytes to be well-formed: Netty's decoder is stricter in something.
            end(ctx, Offence.malformed("a packet that cannot be decoded"));
            return;
        }
        switch (packet.fixedHeader().messageType()) {
            case CONNECT -> connect(ctx, (MqttConnectMessage) packet);
            case PUBLISH -> publish(ctx, (MqttPublishMessage) packet);
            case SUBSCRIBE -> subscribe(ctx, (MqttSubscribeMessage) packet);
            case DISCONNECT -> disconnect(ctx, packet);
            case UNSUBSCRIBE -> unsubscribe(ctx, (MqttUnsubscribeMessage) packet);
            case PINGREQ -> ctx.fireChannelRead(accepted ? packet : PONG_IN_TURN);
            default -> ctx.fireChannelRead(packet);
        }
    }

    private void disconnect(ChannelHandlerContext ctx, MqttMessage packet) {
        Offence offence = connectRules.check(packet);
        if (offence == null) {
            ctx.fireChannelRead(connectRules.capped(packet));
        } else {
            end(ctx, offence);
        }
    }

    private void connect(ChannelHandlerContext ctx, MqttConnectMessage asked) {
        mqtt5 = ConnectRules.isMqtt5(asked);
        clientsMaximum = ConnectRules.maximum(asked);
        clientId = asked.payload().clientIdentifier();
        MqttConnectMessage connect = withoutServersWill(ctx, asked);
        Offence offence = connectRules.check(connect);
        if (offence == null) {
            offence = guards.memory.ofClient(ClientIds.encode(clientId), ConnectRules.willBytes(connect));
        }
        if (offence != null) {
            log(ctx, offence, "refused");
            refuse(ctx, offence.code());
            return;
        }
        cappedExpiry = connectRules.cappedExpiry(connect);
        Login login = Peers.login(ctx, connect);
        CompletableFuture<? extends Access.Answer> answer =
                guards.access.connect(login).toCompletableFuture();
        if (answer.isDone()) {
            answered(ctx, connect, answer);
        } else {
            held = new ArrayDeque<>();
            ctx.channel().config().setAutoRead(false);
            answer.whenComplete((any, error) -> ctx.executor().execute(() -> answered(ctx, connect, answer)));
        }
    }

    /** Mosquitto's bridges have a will below {@code $SYS}, and work as well without it. */
    private MqttConnectMessage withoutServersWill(ChannelHandlerContext ctx, MqttConnectMessage connect) {
        if (!connect.variableHeader().isWillFlag()
                || !NameRules.isForServers(connect.payload().willTopic())) {
            return connect;
        }
        Offence offence = guards.nameRules.ofTopic(connect.payload().willTopic());
        if (offence != null) {
            log(ctx, offence, "connected without a will, and nothing is published there");
        }
        return WithoutWill.of(connect);
    }

    private void answered(
            ChannelHandlerContext ctx, MqttConnectMessage connect, CompletableFuture<? extends Access.Answer> stage) {
        Access.Answer answer = stage.isCompletedExceptionally() ? Refusal.NOT_AUTHORIZED : stage.join();
        if (answer instanceof Permit granted) {
            permit = granted;
            granted.opened(ctx::close);
            if (!ctx.channel().isActive()) {
                granted.closed();
            }
            ctx.fireChannelRead(connectRules.forArtemis(connect));
        } else if (answer instanceof Refusal refusal) {
            refuse(ctx, RefusalPackets.code(refusal));
        }
        Deque<MqttMessage> waiting = held;
        held = null;
        if (waiting != null) {
            Listening.resume(ctx.channel());
            waiting.forEach(packet -> channelRead(ctx, packet));
        }
    }

    private void refuse(ChannelHandlerContext ctx, int code) {
        over = true;
        ctx.writeAndFlush(RefusalPackets.connack(mqtt5, code)).addListener(ChannelFutureListener.CLOSE);
    }

    private void publish(ChannelHandlerContext ctx, MqttPublishMessage publish) {
        Offence offence = publishRules.check(publish);
        if (offence == null && publish.fixedHeader().qosLevel() == MqttQoS.EXACTLY_ONCE) {
            offence = guards.memory.ofUnreleased(
                    session.unreleasedBeside(publish.variableHeader().packetId()));
        }
        if (offence == null) {
            MqttPublishMessage complete = publishRules.withTopic(publish);
            if (permit.mayPublish(complete.variableHeader().topicName())) {
                guards.received.increment();
                ctx.fireChannelRead(complete);
                return;
            }
        }
        boolean forServers = offence != null && offence.kind() == Offence.Kind.RESERVED;
        ReferenceCountUtil.release(publish);
        if (!forServers && !(mqtt5 && offence == null)) {
            end(ctx, offence);
            return;
        }
        if (offence != null) {
            log(ctx, offence, "not published");
        }
        if (publish.fixedHeader().qosLevel() != MqttQoS.AT_MOST_ONCE) {
            ctx.fireChannelRead(new Reply(
                    mqtt5 ? RefusalPackets.refuse(publish, Offence.NOT_AUTHORIZED) : RefusalPackets.taken(publish)));
        }
    }

    private void subscribe(ChannelHandlerContext ctx, MqttSubscribeMessage asking) {
        MqttSubscribeMessage subscribe = bridge && !mqtt5 ? SubscribeRules.ofBridge(asking) : asking;
        List<@Nullable Integer> refusals = new ArrayList<>();
        int room = guards.limits.get(Limit.MAX_SUBSCRIPTIONS) - session.subscriptions() - subscribeRules.asked();
        int fresh = 0;
        long bytes = 0;
        for (MqttTopicSubscription asked : subscribe.payload().topicSubscriptions()) {
            Offence offence = guards.nameRules.ofFilter(asked.topicFilter());
            boolean isNew = offence == null && !session.isSubscribed(NameRules.encodeShare(asked.topicFilter()));
            long more = Memory.ofSubscription(asked.topicFilter());
            if (isNew) {
                offence = fresh >= room
                        ? SubscribeRules.tooMany(guards.limits)
                        : guards.memory.ofSubscriptions(subscribeRules.bytes() + bytes + more);
            }
            if (offence != null && offence.kind() == Offence.Kind.NAME && !mqtt5) {
                end(ctx, offence);
                return;
            }
            Integer refusal = refusal(ctx, asked.topicFilter(), offence);
            refusals.add(refusal);
            if (isNew && refusal == null) {
                fresh++;
                bytes += more;
            }
        }
        MqttSubscribeMessage granted = subscribeRules.granted(subscribe, refusals, fresh, bytes);
        ctx.fireChannelRead(granted != null ? granted : new Reply(SubscribeRules.refused(subscribe, refusals)));
    }

    private @Nullable Integer refusal(ChannelHandlerContext ctx, String filter, @Nullable Offence offence) {
        if (offence != null) {
            log(ctx, offence, "not subscribed");
            return mqtt5 ? offence.code() : OLD_FAILURE;
        }
        Integer denied = mqtt5 ? Offence.NOT_AUTHORIZED : OLD_FAILURE;
        return permit.maySubscribe(NameRules.withoutShare(filter)) ? null : denied;
    }

    private void unsubscribe(ChannelHandlerContext ctx, MqttUnsubscribeMessage unsubscribe) {
        List<String> filters = unsubscribe.payload().topics();
        boolean[] refused = new boolean[filters.size()];
        for (int i = 0; i < refused.length; i++) {
            Offence offence = guards.nameRules.ofFilter(filters.get(i));
            if (offence != null && offence.kind() == Offence.Kind.NAME && !mqtt5) {
                end(ctx, offence);
                return;
            }
            refused[i] = offence != null;
        }
        ctx.fireChannelRead(SubscribeRules.forArtemis(unsubscribe, refused));
    }

    /** Closes the connection. @param offence what to log; {@code null} if somebody else has */
    private void end(ChannelHandlerContext ctx, @Nullable Offence offence) {
        if (offence != null) {
            log(ctx, offence, "closed");
        }
        over = true;
        if (mqtt5 && accepted) {
            int code = offence == null ? Offence.NOT_AUTHORIZED : offence.code();
            ctx.writeAndFlush(RefusalPackets.disconnect(code)).addListener(ChannelFutureListener.CLOSE);
        } else {
            ctx.close();
        }
    }

    private void log(ChannelHandlerContext ctx, Offence offence, String consequence) {
        String address = Peers.address(ctx.channel());
        String who = clientId.isEmpty() ? address : address + ", client id " + NameRules.show(clientId);
        guards.log.add(address, who, offence, consequence);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object packet, ChannelPromise promise) {
        if (packet instanceof MqttSubAckMessage suback) {
            ctx.write(subscribeRules.complete(suback), promise);
        } else if (packet instanceof MqttConnAckMessage connack
                && connack.variableHeader().connectReturnCode() == MqttConnectReturnCode.CONNECTION_ACCEPTED) {
            accepted = true;
            guards.connects.increment();
            FrontDoor.accepted(ctx.channel());
            ctx.write(connectRules.forClient(connack, cappedExpiry), promise);
        } else if (packet instanceof MqttMessage message && withheld.withholds(ctx, permit, message)) {
            ReferenceCountUtil.release(packet);
            promise.trySuccess();
        } else {
            if (packet instanceof MqttPublishMessage) {
                guards.sent.increment();
            }
            ctx.write(packet, promise);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        over = true;
        permit.closed();
        publishRules.closed();
        if (held != null) {
            held.forEach(ReferenceCountUtil::release);
            held.clear();
        }
        ctx.fireChannelInactive();
    }
}
