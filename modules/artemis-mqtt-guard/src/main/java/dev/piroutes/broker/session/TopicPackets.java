package dev.piroutes.broker.session;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscribePayload;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribePayload;
import java.util.function.UnaryOperator;

/** Between the wire and Artemis: every topic that comes in is {@link TopicNames encoded}, every one that goes out decoded. */
public final class TopicPackets extends ChannelDuplexHandler {

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object packet) {
        boolean whole =
                packet instanceof MqttMessage mqtt && mqtt.decoderResult().isSuccess();
        ctx.fireChannelRead(whole ? encoded((MqttMessage) packet) : packet);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object packet, ChannelPromise promise) {
        ctx.write(packet instanceof MqttPublishMessage publish ? map(publish, TopicNames::decode) : packet, promise);
    }

    private static MqttMessage encoded(MqttMessage packet) {
        if (packet instanceof MqttPublishMessage publish) {
            return map(publish, TopicNames::encode);
        }
        if (packet instanceof MqttSubscribeMessage subscribe) {
            return new MqttSubscribeMessage(
                    subscribe.fixedHeader(),
                    subscribe.idAndPropertiesVariableHeader(),
                    new MqttSubscribePayload(subscribe.payload().topicSubscriptions().stream()
                            .map(s -> new MqttTopicSubscription(TopicNames.encode(s.topicFilter()), s.option()))
                            .toList()));
        }
        if (packet instanceof MqttUnsubscribeMessage unsubscribe) {
            return new MqttUnsubscribeMessage(
                    unsubscribe.fixedHeader(),
                    unsubscribe.idAndPropertiesVariableHeader(),
                    new MqttUnsubscribePayload(unsubscribe.payload().topics().stream()
                            .map(TopicNames::encode)
                            .toList()));
        }
        if (packet instanceof MqttConnectMessage connect
                && connect.variableHeader().isWillFlag()) {
            return encodedWill(connect);
        }
        return packet;
    }

    private static MqttMessage encodedWill(MqttConnectMessage connect) {
        MqttConnectPayload payload = connect.payload();
        mapResponseTopic(payload.willProperties(), TopicNames::encode);
        return new MqttConnectMessage(
                connect.fixedHeader(),
                connect.variableHeader(),
                new MqttConnectPayload(
                        payload.clientIdentifier(),
                        payload.willProperties(),
                        TopicNames.encode(payload.willTopic()),
                        payload.willMessageInBytes(),
                        payload.userName(),
                        payload.passwordInBytes()));
    }

    private static MqttPublishMessage map(MqttPublishMessage publish, UnaryOperator<String> mapping) {
        MqttPublishVariableHeader header = publish.variableHeader();
        mapResponseTopic(header.properties(), mapping);
        String topic = mapping.apply(header.topicName());
        return topic.equals(header.topicName())
                ? publish
                : new MqttPublishMessage(
                        publish.fixedHeader(),
                        new MqttPublishVariableHeader(topic, header.packetId(), header.properties()),
                        publish.payload());
    }

    // Raw, as Netty declares it.
    @SuppressWarnings("rawtypes")
    private static void mapResponseTopic(MqttProperties properties, UnaryOperator<String> mapping) {
        MqttProperties.MqttProperty topic = properties.getProperty(MqttPropertyType.RESPONSE_TOPIC.value());
        if (topic != null && topic.value() instanceof String name) {
            properties.add(
                    new MqttProperties.StringProperty(MqttPropertyType.RESPONSE_TOPIC.value(), mapping.apply(name)));
        }
    }
}
