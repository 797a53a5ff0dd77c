package dev.piroutes.mqtt;

import static dev.piroutes.mqtt.PacketProperties.CONTENT_TYPE;
import static dev.piroutes.mqtt.PacketProperties.CORRELATION_DATA;
import static dev.piroutes.mqtt.PacketProperties.MESSAGE_EXPIRY;
import static dev.piroutes.mqtt.PacketProperties.PAYLOAD_FORMAT;
import static dev.piroutes.mqtt.PacketProperties.RESPONSE_TOPIC;
import static dev.piroutes.mqtt.PacketProperties.USER_PROPERTY;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;

/**
 * What MQTT 5 says of a message beside its topic and its payload. What is of one delivery only, as a topic alias, is not among
 * it.
 *
 * @param text whether the payload is text in UTF-8 (the payload format indicator)
 * @param expiry seconds after which nobody wants the message any more, or null: never
 * @param user name and value, in order; names may repeat
 */
record MessageProperties(
        boolean text,
        @Nullable Long expiry,
        @Nullable String contentType,
        @Nullable String responseTopic,
        byte @Nullable [] correlationData,
        List<UserProperty> user) {

    /** Of a message that has none, as all of MQTT 3.1.1. */
    static final MessageProperties NONE = new MessageProperties(false, null, null, null, null, List.of());

    private static final String UNFIT = " has U+0000, or more than 65535 bytes: MQTT allows neither";

    static final long LONGEST_EXPIRY = 0xffff_ffffL;

    MessageProperties {
        user = List.copyOf(user);
    }

    static MessageProperties of(PacketProperties packet) {
        return new MessageProperties(
                packet.number(PAYLOAD_FORMAT, 0) == 1,
                packet.number(MESSAGE_EXPIRY),
                packet.text(CONTENT_TYPE),
                packet.text(RESPONSE_TOPIC),
                packet.binary(CORRELATION_DATA),
                packet.user());
    }

    static MessageProperties of(MqttProperties paho) {
        return new MessageProperties(
                paho.getPayloadFormat(),
                paho.getMessageExpiryInterval(),
                paho.getContentType(),
                paho.getResponseTopic(),
                paho.getCorrelationData(),
                paho.getUserProperties());
    }

    MqttProperties toPaho() {
        MqttProperties paho = new MqttProperties();
        if (text) {
            paho.setPayloadFormat(true);
        }
        paho.setMessageExpiryInterval(expiry);
        paho.setContentType(contentType);
        paho.setResponseTopic(responseTopic);
        paho.setCorrelationData(correlationData);
        paho.setUserProperties(List.copyOf(user));
        return paho;
    }

    /** As they are in a packet, without their length. */
    byte[] bytes() {
        PacketBytes all = new PacketBytes();
        if (text) {
            all.u8(PAYLOAD_FORMAT).u8(1);
        }
        if (expiry != null) {
            all.u8(MESSAGE_EXPIRY).u32(expiry);
        }
        text(all, CONTENT_TYPE, contentType);
        text(all, RESPONSE_TOPIC, responseTopic);
        if (correlationData != null) {
            all.u8(CORRELATION_DATA).string(correlationData);
        }
        for (UserProperty property : user) {
            text(all, USER_PROPERTY, property.getKey());
            all.string(property.getValue().getBytes(UTF_8));
        }
        return all.toByteArray();
    }

    private static void text(PacketBytes to, int id, @Nullable String text) {
        if (text != null) {
            to.u8(id).string(text.getBytes(UTF_8));
        }
    }

    /** What {@link #bytes} has written; null if that is damaged. */
    static @Nullable MessageProperties of(byte[] bytes) {
        byte[] all = new PacketBytes()
                .length(bytes.length)
                .raw(bytes, 0, bytes.length)
                .toByteArray();
        PacketProperties read = PacketProperties.read(all, 0, all.length);
        return read == null ? null : of(read);
    }

    /** Of a message that has waited so long before it is sent. At least a second is left: 0 would be taken for no end. */
    MessageProperties after(Duration waited) {
        return expiry == null || waited.toSeconds() <= 0
                ? this
                : new MessageProperties(
                        text,
                        Math.max(1, expiry - waited.toSeconds()),
                        contentType,
                        responseTopic,
                        correlationData,
                        user);
    }

    /** Whether nobody wants a message any more that has waited so long. */
    boolean isExpired(long waitedMillis) {
        return expiry != null && waitedMillis > expiry * 1000;
    }

    /** What of it cannot be sent, in one line; null: nothing. */
    @Nullable
    String problem() {
        if (expiry != null && (expiry < 0 || expiry > LONGEST_EXPIRY)) {
            return "the message expiry must be 0 to " + LONGEST_EXPIRY + " s, but was " + expiry;
        }
        String topic = responseTopic == null ? null : PublishRules.topicProblem(responseTopic);
        if (topic != null) {
            return "response topic: " + topic;
        }
        if (isUnfit(contentType) || correlationData != null && correlationData.length > 65_535) {
            return "the content type or the correlation data" + UNFIT;
        }
        return user.stream().anyMatch(property -> isUnfit(property.getKey()) || isUnfit(property.getValue()))
                ? "a user property" + UNFIT
                : null;
    }

    private static boolean isUnfit(@Nullable String text) {
        return text != null && (text.indexOf('\0') >= 0 || text.getBytes(UTF_8).length > 65_535);
    }

    /** How many bytes of a packet they take, without their length. */
    int size() {
        return equals(NONE) ? 0 : bytes().length;
    }
}
