package dev.piroutes.broker.guard;

import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttQoS;

/**
 * Takes the place of a packet that was refused, and is answered in its turn with what it carries: acknowledgements must
 * leave in the order in which the packets came.
 */
public final class Reply extends MqttMessage {
    private final MqttMessage answer;

    Reply(MqttMessage answer) {
        super(new MqttFixedHeader(MqttMessageType.PINGRESP, false, MqttQoS.AT_MOST_ONCE, false, 0));
        this.answer = answer;
    }

    /** The packet for the client. */
    public MqttMessage answer() {
        return answer;
    }
}
