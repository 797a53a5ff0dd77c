package dev.piroutes.broker.guard;

import dev.piroutes.broker.access.Access.Refusal;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
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

/** The packets that tell a client that it was refused. */
final class RefusalPackets {
    private static final byte BAD_CLIENT_ID = 2;
    private static final byte UNAVAILABLE = 3;
    private static final byte BAD_CREDENTIALS = 4;
    private static final byte NOT_AUTHORIZED = 5;

    private RefusalPackets() {}

    /** @param code of MQTT 5; older clients get the one of their own that comes nearest */
    static MqttMessage connack(boolean mqtt5, int code) {
        byte old =
                switch (code) {
                    case Offence.BAD_CLIENT_ID -> BAD_CLIENT_ID;
                    case Offence.BAD_CREDENTIALS -> BAD_CREDENTIALS;
                    case Offence.UNAVAILABLE, Offence.QUOTA -> UNAVAILABLE;
                    case Offence.UNSUPPORTED_VERSION -> 1;
                    default -> NOT_AUTHORIZED;
                };
        return MqttMessageBuilders.connAck()
                .returnCode(MqttConnectReturnCode.valueOf(mqtt5 ? (byte) code : old))
                .properties(MqttProperties.NO_PROPERTIES)
                .sessionPresent(false)
                .build();
    }

    static int code(Refusal refusal) {
        return switch (refusal) {
            case BAD_CREDENTIALS -> Offence.BAD_CREDENTIALS;
            case NOT_AUTHORIZED -> Offence.NOT_AUTHORIZED;
            case CLIENT_ID_NOT_ALLOWED -> Offence.BAD_CLIENT_ID;
            case UNAVAILABLE -> Offence.UNAVAILABLE;
        };
    }

    static MqttMessage disconnect(int code) {
        return MqttMessageBuilders.disconnect().reasonCode((byte) code).build();
    }

    /** The PUBACK or PUBREC of MQTT 5 that refuses a PUBLISH of QoS 1 or 2. */
    static MqttMessage refuse(MqttPublishMessage publish, int code) {
        return new MqttPubAckMessage(
                new MqttFixedHeader(typeFor(publish), false, MqttQoS.AT_MOST_ONCE, false, 0),
                new MqttPubReplyMessageVariableHeader(
                        publish.variableHeader().packetId(), (byte) code, MqttProperties.NO_PROPERTIES));
    }

    /** The PUBACK or PUBREC for a PUBLISH of QoS 1 or 2 that goes no further, where there is no way to refuse it. */
    static MqttMessage taken(MqttPublishMessage publish) {
        return plain(typeFor(publish), publish.variableHeader().packetId());
    }

    private static MqttMessageType typeFor(MqttPublishMessage publish) {
        return publish.fixedHeader().qosLevel() == MqttQoS.AT_LEAST_ONCE
                ? MqttMessageType.PUBACK
                : MqttMessageType.PUBREC;
    }

    /** An acknowledgement without a reason code. */
    static MqttMessage plain(MqttMessageType type, int id) {
        MqttFixedHeader header = new MqttFixedHeader(type, false, MqttQoS.AT_MOST_ONCE, false, 2);
        MqttMessageIdVariableHeader variable = MqttMessageIdVariableHeader.from(id);
        return type == MqttMessageType.PUBACK
                ? new MqttPubAckMessage(header, variable)
                : new MqttMessage(header, variable);
    }
}
