package dev.piroutes.mqtt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Message;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;

/**
 * The headers of an endpoint {@code paho-mqtt5:} whose client is a device, beside those of Camel's component. A message that is
 * received has those that it has properties for. One that is sent has the properties of the header {@code
 * CamelPahoMqtt5MsgProperties}, if there is one, and those of these headers instead of its; so, as with Camel's component, what
 * came in goes out again with the message, unless the route removes it ({@code CamelPahoMqtt5*} and {@code CamelMqtt*}).
 */
public final class MqttHeaders {

    /** The type of the payload, for example {@code application/json}. Text. */
    public static final String CONTENT_TYPE = "CamelMqttContentType";

    /** Where an answer is expected. Text. */
    public static final String RESPONSE_TOPIC = "CamelMqttResponseTopic";

    /** What an answer is to bring along, so that its receiver knows to what it is one. Bytes, or text. */
    public static final String CORRELATION_DATA = "CamelMqttCorrelationData";

    /** After how many seconds nobody wants the message any more; 0 to 4294967295. The time in the outbox counts. */
    public static final String MESSAGE_EXPIRY = "CamelMqttMessageExpiryInterval";

    /** The user properties: a map from name to value. Of a name that comes more than once the last; Paho's properties have all. */
    public static final String USER_PROPERTIES = "CamelMqttUserProperties";

    private MqttHeaders() {}

    static void write(MessageProperties from, Message to) {
        put(to, CONTENT_TYPE, from.contentType());
        put(to, RESPONSE_TOPIC, from.responseTopic());
        put(to, CORRELATION_DATA, from.correlationData());
        put(to, MESSAGE_EXPIRY, from.expiry());
        if (!from.user().isEmpty()) {
            Map<String, String> user = new LinkedHashMap<>();
            from.user().forEach(property -> user.put(property.getKey(), property.getValue()));
            to.setHeader(USER_PROPERTIES, user);
        }
    }

    private static void put(Message to, String header, @Nullable Object value) {
        if (value != null) {
            to.setHeader(header, value);
        }
    }

    static MessageProperties read(Message from) {
        MqttProperties paho = from.getHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_PROPERTIES, MqttProperties.class);
        MessageProperties base = paho == null ? MessageProperties.NONE : MessageProperties.of(paho);
        Map<?, ?> user = from.getHeader(USER_PROPERTIES, Map.class);
        return new MessageProperties(
                base.text(),
                from.getHeader(MESSAGE_EXPIRY, base.expiry(), Long.class),
                from.getHeader(CONTENT_TYPE, base.contentType(), String.class),
                from.getHeader(RESPONSE_TOPIC, base.responseTopic(), String.class),
                from.getHeader(CORRELATION_DATA, base.correlationData(), byte[].class),
                user == null ? base.user() : properties(user, base.user()));
    }

    /** As they came in, if the map is as it came in: names may have come more than once. */
    private static List<UserProperty> properties(Map<?, ?> user, List<UserProperty> original) {
        Map<String, String> before = new LinkedHashMap<>();
        original.forEach(property -> before.put(property.getKey(), property.getValue()));
        return before.equals(user)
                ? original
                : user.entrySet().stream()
                        .map(entry ->
                                new UserProperty(Objects.toString(entry.getKey()), Objects.toString(entry.getValue())))
                        .toList();
    }
}
