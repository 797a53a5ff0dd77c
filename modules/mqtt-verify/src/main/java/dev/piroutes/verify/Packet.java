package dev.piroutes.verify;

import dev.piroutes.topic.TopicFilter;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What passed the proxy: an MQTT packet, or the end of a connection.
 *
 * @param at when the proxy had it
 * @param connection which one, counted from 1 over all devices
 * @param fromDevice whether the device sent it
 */
record Packet(Instant at, int connection, boolean fromDevice, Content content) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    /** The packet itself. */
    sealed interface Content permits Connect, Connack, Publish, Puback, Subscribe, Other, Closed {}

    /**
     * @param persistent whether the session outlives the connection: with MQTT 3.1.1 {@code cleanSession=false}, with MQTT 5
     *     a session expiry of more than 0
     * @param keepAlive in seconds; 0: none
     * @param from the device's address
     */
    record Connect(String clientId, int version, boolean persistent, int keepAlive, @Nullable Will will, String from)
            implements Content {
        @Override
        public String toString() {
            return "CONNECT " + clientId + (persistent ? ", session kept" : ", clean session") + ", keep-alive "
                    + keepAlive + " s, " + (will == null ? "no will" : "will " + will);
        }
    }

    record Will(String topic, String payload, int qos, boolean retained) {
        @Override
        public String toString() {
            return Text.message(topic, payload, qos, retained);
        }
    }

    /** @param code 0: accepted */
    record Connack(boolean sessionPresent, int code) implements Content {
        @Override
        public String toString() {
            return "CONNACK" + (code == 0 ? "" : ", refused with code " + code)
                    + (sessionPresent ? ", session present" : "");
        }
    }

    /**
     * What MQTT 5 has of a message beside its payload.
     *
     * @param correlation correlation data, as text
     * @param expiry the interval in seconds; null: it does not expire
     */
    record Properties(
            @Nullable String responseTopic,
            @Nullable String correlation,
            @Nullable Integer expiry,
            Map<String, String> user) {
        static final Properties NONE = new Properties(null, null, null, Map.of());

        @Override
        public String toString() {
            return (responseTopic == null ? "" : ", response topic " + responseTopic)
                    + (correlation == null ? "" : ", correlation data " + Text.quoted(correlation))
                    + (expiry == null ? "" : ", expires after " + expiry + " s")
                    + user.entrySet().stream()
                            .map(one -> ", " + one.getKey() + "=" + Text.quoted(one.getValue()))
                            .collect(Collectors.joining());
        }
    }

    /** @param id 0 where the quality of service is 0 */
    record Publish(String topic, String payload, int qos, boolean retained, boolean dup, int id, Properties properties)
            implements Content {
        Publish(String topic, String payload, int qos, boolean retained, boolean dup, int id) {
            this(topic, payload, qos, retained, dup, id, Properties.NONE);
        }

        @Override
        public String toString() {
            return "PUBLISH " + Text.message(topic, payload, qos, retained) + (dup ? ", DUP" : "")
                    + (id == 0 ? "" : ", id " + id) + properties;
        }
    }

    record Puback(int id) implements Content {
        @Override
        public String toString() {
            return "PUBACK, id " + id;
        }
    }

    record Filter(String topic, int qos) {
        static List<String> topics(List<Filter> filters) {
            return filters.stream().map(Filter::topic).toList();
        }

        static String shown(List<Filter> filters) {
            return String.join(", ", filters.stream().map(Filter::toString).toList());
        }

        @Override
        public String toString() {
            return topic + " (QoS " + qos + ")";
        }

        /** Whether messages on the topic come through it. */
        boolean covers(String name) {
            return TopicFilter.matches(topic, name);
        }
    }

    record Subscribe(int id, List<Filter> filters) implements Content {
        @Override
        public String toString() {
            return "SUBSCRIBE " + Filter.shown(filters);
        }
    }

    /** Any other packet, of which the type is enough. */
    record Other(MqttMessageType type) implements Content {
        @Override
        public String toString() {
            return type.name();
        }
    }

    /** The connection ended. @param how by whom, in words */
    record Closed(String how) implements Content {
        @Override
        public String toString() {
            return "connection closed " + how;
        }
    }

    /** Whether the device published this message, whatever its quality of service and retained flag. */
    boolean is(Contract.Message wanted) {
        return fromDevice && content instanceof Publish publish && Judge.isMeant(wanted, publish);
    }

    boolean isPuback(int id) {
        return fromDevice && content instanceof Puback ack && ack.id() == id;
    }

    boolean isPingRequest() {
        return content instanceof Other other && other.type() == MqttMessageType.PINGREQ;
    }

    boolean isDisconnect() {
        return content instanceof Other other && other.type() == MqttMessageType.DISCONNECT && fromDevice;
    }

    /** Whether the broker took the device in. */
    boolean isAccepted() {
        return content instanceof Connack connack && connack.code() == 0;
    }

    /** {@code 16:02:11.123 → PUBLISH home/lamp/ack "ON" QoS 1}; the arrow points away from who sent it, the device left. */
    @Override
    public String toString() {
        String arrow = content instanceof Closed ? "×" : fromDevice ? "→" : "←";
        return TIME.format(at.atZone(ZoneId.systemDefault())) + " " + arrow + " " + content;
    }
}
