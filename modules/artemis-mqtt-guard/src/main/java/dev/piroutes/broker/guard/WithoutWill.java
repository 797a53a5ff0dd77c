package dev.piroutes.broker.guard;

import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttProperties;

/** A CONNECT without its will: one that nobody is to send, or that others than Artemis send. */
public final class WithoutWill {
    private WithoutWill() {}

    /** The same without its will. */
    public static MqttConnectMessage of(MqttConnectMessage packet) {
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
}
