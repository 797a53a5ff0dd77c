package dev.piroutes.broker.mqtt;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;

/** Packets as {@link MqttHandler} hands them on, and what it asks of them. */
final class Packets {
    /** Of MQTT 5's reason codes. */
    private static final int FIRST_ERROR = 0x80;

    private Packets() {}

    /** Of topic, retain flag and payload. */
    static long fingerprint(MqttPublishMessage packet) {
        long topic = packet.variableHeader().topicName().hashCode() * 31L
                + Boolean.hashCode(packet.fixedHeader().isRetain());
        return topic << 32 | ByteBufUtil.hashCode(packet.payload()) & 0xffffffffL;
    }

    /** MQTT 5, 4.3.3: the client does not want the message, and that is the end of its delivery. */
    static boolean isRefusal(MqttMessage packet) {
        return packet.fixedHeader().messageType() == MqttMessageType.PUBREC
                && packet.variableHeader() instanceof MqttPubReplyMessageVariableHeader reply
                && Byte.toUnsignedInt(reply.reasonCode()) >= FIRST_ERROR;
    }

    static boolean isAcceptance(MqttMessage packet) {
        return packet instanceof MqttConnAckMessage connack
                && connack.variableHeader().connectReturnCode() == MqttConnectReturnCode.CONNECTION_ACCEPTED;
    }
}
