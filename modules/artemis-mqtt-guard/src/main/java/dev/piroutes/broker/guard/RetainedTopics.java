package dev.piroutes.broker.guard;

import dev.piroutes.broker.session.LargeBody;
import dev.piroutes.broker.session.Retained;
import dev.piroutes.broker.session.TopicNames;
import dev.piroutes.broker.session.Weight;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the topics that have a retained message from becoming too many. Beyond the limit a message on one more topic goes to
 * those who subscribe to it now, and is not kept.
 */
final class RetainedTopics {
    private static final double MEGABYTE = 1024.0 * 1024;

    private final int most;
    private final int mostBytes;
    private final Memory memory;
    private final OffenceLog log;
    private final Retained kept;

    RetainedTopics(Limits limits, OffenceLog log, Retained kept, Memory memory) {
        this.kept = kept;
        this.memory = memory;
        this.mostBytes = limits.get(Limit.MAX_RETAINED_MEMORY);
        this.most = limits.get(Limit.MAX_RETAINED);
        this.log = log;
    }

    /** A handler for one connection. It must see the topics as Artemis does. */
    ChannelInboundHandler handler() {
        return new ChannelInboundHandlerAdapter() {
            private boolean mqtt5;

            @Override
            public void channelRead(ChannelHandlerContext ctx, Object packet) {
                if (packet instanceof MqttConnectMessage connect
                        && connect.decoderResult().isSuccess()) {
                    mqtt5 = ConnectRules.isMqtt5(connect);
                    ctx.fireChannelRead(withWillThatFits(ctx, connect));
                    return;
                }
                Offence offence = packet instanceof MqttPublishMessage publish ? check(publish) : null;
                ctx.fireChannelRead(offence == null ? packet : instead(ctx, (MqttPublishMessage) packet, offence));
            }

            private MqttConnectMessage withWillThatFits(ChannelHandlerContext ctx, MqttConnectMessage connect) {
                Offence offence = check(connect);
                if (offence == null) {
                    return connect;
                }
                String address = Peers.address(ctx.channel());
                log.add(address, address, offence, "the will is to be sent, not kept");
                return notKept(connect);
            }

            private MqttMessage instead(ChannelHandlerContext ctx, MqttPublishMessage publish, Offence offence) {
                boolean answerable = mqtt5 && publish.fixedHeader().qosLevel() != MqttQoS.AT_MOST_ONCE;
                String address = Peers.address(ctx.channel());
                log.add(address, address, offence, answerable ? "not published" : "sent on, not kept");
                if (answerable) {
                    publish.release();
                    return new Reply(RefusalPackets.refuse(publish, Offence.QUOTA));
                }
                return Retained.withoutFlag(publish);
            }
        };
    }

    private @Nullable Offence check(MqttPublishMessage publish) {
        return publish.fixedHeader().isRetain()
                ? check(
                        publish.variableHeader().topicName(),
                        publish.variableHeader().properties(),
                        publish.payload().readableBytes())
                : null;
    }

    private @Nullable Offence check(MqttConnectMessage connect) {
        MqttConnectPayload payload = connect.payload();
        return connect.variableHeader().isWillFlag() && connect.variableHeader().isWillRetain()
                ? check(payload.willTopic(), payload.willProperties(), payload.willMessageInBytes().length)
                : null;
    }

    private static MqttConnectMessage notKept(MqttConnectMessage connect) {
        MqttConnectVariableHeader header = connect.variableHeader();
        return new MqttConnectMessage(
                connect.fixedHeader(),
                new MqttConnectVariableHeader(
                        header.name(),
                        header.version(),
                        header.hasUserName(),
                        header.hasPassword(),
                        false,
                        header.willQos(),
                        true,
                        header.isCleanSession(),
                        header.keepAliveTimeSeconds(),
                        header.properties()),
                connect.payload());
    }

    private @Nullable Offence check(String topic, MqttProperties properties, int body) {
        if (body == 0) {
            return null;
        }
        boolean known = kept.has(topic);
        long more = Weight.of(topic, properties, LargeBody.inMemory(body)) - kept.bytesOf(topic);
        if (!known && kept.size() >= most) {
            return offence(
                    "there are retained messages on " + most + " topics already" + Limit.MAX_RETAINED.place()
                            + ", and not yet on ",
                    topic);
        }
        if (more > 0 && kept.bytes() + more > mostBytes) {
            return offence(
                    String.format(
                            Locale.ROOT,
                            "the retained messages of %d topics take %.1f of %.1f MB%s:" + " no room for ",
                            kept.size(),
                            kept.bytes() / MEGABYTE,
                            mostBytes / MEGABYTE,
                            Limit.MAX_RETAINED_MEMORY.place()),
                    topic);
        }
        return !known && memory.isLow()
                ? offence(Memory.fullHeap() + ": no room for a retained message on ", topic)
                : null;
    }

    private static Offence offence(String what, String topic) {
        return new Offence(Offence.Kind.LIMIT, what + NameRules.show(TopicNames.decode(topic)), Offence.QUOTA);
    }
}
