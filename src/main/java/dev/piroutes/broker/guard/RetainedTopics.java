package dev.piroutes.broker.guard;

import dev.piroutes.broker.session.Retained;
import dev.piroutes.broker.session.TopicNames;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;

/**
 * Keeps the topics that have a retained message from becoming too many. Beyond the limit a message on one more topic goes to
 * those who subscribe to it now, and is not kept.
 */
final class RetainedTopics {
    private final int most;
    private final OffenceLog log;
    private final Retained kept;

    RetainedTopics(Limits limits, OffenceLog log, Retained kept) {
        this.kept = kept;
        this.most = limits.get(Limit.MAX_RETAINED);
        this.log = log;
    }

    /** A handler for one connection. It must see the topics as Artemis does. */
    ChannelInboundHandler handler() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object packet) {
                boolean tooMany = packet instanceof MqttPublishMessage publish && !hasRoom(publish);
                ctx.fireChannelRead(tooMany ? notKept(ctx, (MqttPublishMessage) packet) : packet);
            }
        };
    }

    private boolean hasRoom(MqttPublishMessage publish) {
        return !publish.fixedHeader().isRetain()
                || !publish.payload().isReadable()
                || kept.has(publish.variableHeader().topicName())
                || kept.size() < most;
    }

    private MqttPublishMessage notKept(ChannelHandlerContext ctx, MqttPublishMessage publish) {
        String address = Peers.address(ctx.channel());
        log.add(
                address,
                address,
                new Offence(
                        Offence.Kind.LIMIT,
                        "there are retained messages on " + most + " topics already, and not yet on "
                                + Names.show(TopicNames.decode(
                                        publish.variableHeader().topicName())),
                        Offence.QUOTA),
                "sent on, not kept");
        MqttFixedHeader header = publish.fixedHeader();
        return new MqttPublishMessage(
                new MqttFixedHeader(
                        header.messageType(), header.isDup(), header.qosLevel(), false, header.remainingLength()),
                publish.variableHeader(),
                publish.payload());
    }
}
