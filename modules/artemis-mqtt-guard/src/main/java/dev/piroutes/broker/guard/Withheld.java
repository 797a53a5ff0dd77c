package dev.piroutes.broker.guard;

import dev.piroutes.broker.access.Access.Permit;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages that are kept from one client: a subscription outlives its connection, and may outlive the permission to
 * read. In place of the client they are acknowledged, or the broker would wait for it.
 */
final class Withheld {
    private final Map<Integer, String> aliases = new HashMap<>();
    private final Set<Integer> unreleased = new HashSet<>();

    /** Whether the client may not read a message that is on its way to it; the broker is answered in its place. */
    boolean withholds(ChannelHandlerContext ctx, Permit permit, MqttMessage packet) {
        MqttMessage answer = null;
        boolean released = packet.fixedHeader().messageType() == MqttMessageType.PUBREL;
        if (released) {
            answer = completed(packet);
        } else if (packet instanceof MqttPublishMessage publish && !permit.mayReceive(topicOf(publish))) {
            answer = answer(publish);
        } else {
            return false;
        }
        if (answer != null) {
            ctx.fireChannelRead(answer);
        }
        return !released || answer != null;
    }

    /** Where a message on its way to the client comes from; it may be a number that stands for an earlier one. */
    private String topicOf(MqttPublishMessage publish) {
        String topic = publish.variableHeader().topicName();
        var property = publish.variableHeader().properties().getProperty(MqttPropertyType.TOPIC_ALIAS.value());
        if (property != null && property.value() instanceof Integer alias) {
            if (topic.isEmpty()) {
                return aliases.getOrDefault(alias, "");
            }
            aliases.put(alias, topic);
        }
        return topic;
    }

    /** What the client would answer to a message that it does not get; {@code null}: nothing. */
    private @Nullable MqttMessage answer(MqttPublishMessage publish) {
        int id = publish.variableHeader().packetId();
        return switch (publish.fixedHeader().qosLevel()) {
            case AT_LEAST_ONCE -> RefusalPackets.plain(MqttMessageType.PUBACK, id);
            case EXACTLY_ONCE -> {
                unreleased.add(id);
                yield RefusalPackets.plain(MqttMessageType.PUBREC, id);
            }
            default -> null;
        };
    }

    /** The answer to the PUBREL of a message that was kept back; {@code null}: it is another's. */
    private @Nullable MqttMessage completed(MqttMessage pubrel) {
        int id = ((MqttMessageIdVariableHeader) pubrel.variableHeader()).messageId();
        return unreleased.remove(id) ? RefusalPackets.plain(MqttMessageType.PUBCOMP, id) : null;
    }
}
