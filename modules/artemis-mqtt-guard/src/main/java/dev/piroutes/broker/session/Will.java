package dev.piroutes.broker.session;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectPayload;
import io.netty.handler.codec.mqtt.MqttConnectVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSession;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.jspecify.annotations.Nullable;

/**
 * The message that a client wants sent when it is gone.
 *
 * @param message with all its MQTT 5 properties
 * @param delay seconds to wait for the client
 * @param expiry seconds that the message is of use once it is sent, negative for ever
 */
record Will(Message message, String address, long delay, long expiry) {
    private static final SimpleString ADDRESS = SimpleString.of("piroutes.will.address");
    private static final SimpleString DELAY = SimpleString.of("piroutes.will.delay");
    private static final SimpleString EXPIRY = SimpleString.of("piroutes.will.expiry5");

    static @Nullable Will of(MqttConnectMessage connect, MQTTSession session) {
        MqttConnectVariableHeader header = connect.variableHeader();
        if (!header.isWillFlag()) {
            return null;
        }
        MqttConnectPayload payload = connect.payload();
        MqttProperties properties = payload.willProperties();
        MqttPublishMessage publish = MqttMessageBuilders.publish()
                .topicName(payload.willTopic())
                .qos(MqttQoS.valueOf(header.willQos()))
                .retained(header.isWillRetain())
                .messageId(0)
                .properties(properties)
                .payload(Unpooled.wrappedBuffer(payload.willMessageInBytes()))
                .build();
        String address = MQTTUtil.getCoreAddressFromMqttTopic(payload.willTopic(), session.getWildcardConfiguration());
        Message message = MQTTUtil.createServerMessageFromByteBuf(session, SimpleString.of(address), publish);
        message.setExpiration(0);
        message.setDurable(header.willQos() > 0);
        return new Will(
                message,
                address,
                MessageExpiry.seconds(properties, MqttPropertyType.WILL_DELAY_INTERVAL, 0),
                MessageExpiry.seconds(properties, MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL, MessageExpiry.NONE));
    }

    static Will of(Message record) {
        return new Will(
                record,
                record.getStringProperty(ADDRESS),
                record.getLongProperty(DELAY),
                record.getLongProperty(EXPIRY));
    }

    Message record(long id) {
        Message record = message.copy(id);
        record.putStringProperty(ADDRESS, SimpleString.of(address));
        record.putLongProperty(DELAY, delay);
        record.putLongProperty(EXPIRY, expiry);
        return record;
    }

    boolean isRetained() {
        return Boolean.TRUE.equals(message.getBooleanProperty(MQTTUtil.MQTT_MESSAGE_RETAIN_KEY));
    }

    /** To be sent now. */
    Message toSend(long id) {
        Message copy = message.copy(id);
        copy.setAddress(SimpleString.of(address));
        copy.setDurable(copy.getIntProperty(MQTTUtil.MQTT_QOS_LEVEL_KEY) > 0);
        copy.setTimestamp(System.currentTimeMillis());
        if (expiry != MessageExpiry.NONE) {
            MessageExpiry.expireIn(copy, expiry);
        }
        return copy;
    }
}
