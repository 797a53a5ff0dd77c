package dev.piroutes.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.piroutes.cloud.CloudBroker.Fate;
import dev.piroutes.cloud.CloudBroker.Message;
import dev.piroutes.cloud.CloudBroker.Verdict;
import dev.piroutes.cloud.CloudBroker.Visitor;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * As ThingsBoard documents it ("MQTT Device API Reference", "MQTT Gateway API Reference"): the user name is an access token, and
 * CONNACK 4 or 5 says that it is missing or unknown. What its source says besides: the CONNACK promises a session that there is
 * not, a message that cannot be read ends the connection, and one to another topic is acknowledged and forgotten.
 */
final class ThingsBoard implements CloudBroker.Rules {

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final Set<String> SUBSCRIBABLE = Set.of(
            "v1/devices/me/rpc/request/+", "v1/devices/me/attributes", "v1/gateway/rpc", "v1/gateway/attributes");

    /** The gateways' are those that begin with {@code GATEWAY}. */
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();

    /** The devices behind the gateway, of this connection; by name. */
    private final Map<String, Boolean> connected = new ConcurrentHashMap<>();

    ThingsBoard know(String token) {
        tokens.add(token);
        return this;
    }

    void forget(String token) {
        tokens.remove(token);
    }

    boolean isConnected(String device) {
        return connected.containsKey(device);
    }

    @Override
    public MqttConnectReturnCode connect(Visitor visitor) {
        if (visitor.user() == null || visitor.user().isEmpty()) {
            return MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD;
        }
        return tokens.contains(visitor.user()) && visitor.password() == null
                ? MqttConnectReturnCode.CONNECTION_ACCEPTED
                : MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED;
    }

    @Override
    public boolean saysSession(Visitor visitor) {
        return !visitor.cleanSession();
    }

    @Override
    public boolean subscribe(Visitor visitor, String filter, int qos) {
        return SUBSCRIBABLE.contains(filter);
    }

    @Override
    public void gone(Visitor visitor) {
        connected.clear();
    }

    @Override
    public Verdict publish(Message message) {
        if (message.qos() > 1) {
            return closed("QoS 2", message);
        }
        if (message.retained()) {
            return closed("retained", message);
        }
        try {
            JsonNode json = JSON.readTree(message.payload());
            boolean gateway = String.valueOf(message.from().user()).startsWith("GATEWAY");
            if (message.topic().startsWith("v1/gateway/") && gateway) {
                return ofGateway(message, json);
            }
            if (message.topic().matches("v1/devices/me/(telemetry|attributes)")) {
                return json.isObject() && !json.isEmpty() ? Verdict.TAKEN : closed("no object", message);
            }
            if (message.topic().matches("v1/devices/me/rpc/response/\\d+")) {
                return Verdict.TAKEN;
            }
        } catch (JsonProcessingException e) {
            return closed("no JSON", message);
        }
        return new Verdict(Fate.IGNORED, "another topic: " + message.topic());
    }

    private Verdict ofGateway(Message message, JsonNode json) {
        boolean right =
                switch (message.topic()) {
                    case "v1/gateway/connect" -> isDevice(json) && connected.put(name(json), true) != Boolean.FALSE;
                    case "v1/gateway/disconnect" -> isDevice(json) && connected.remove(name(json)) != Boolean.FALSE;
                    case "v1/gateway/attributes" -> json.isObject() && all(json, JsonNode::isObject);
                    case "v1/gateway/telemetry" -> json.isObject() && all(json, ThingsBoard::isTelemetry);
                    case "v1/gateway/rpc" -> isDevice(json) && json.path("id").isInt() && json.has("data");
                    default -> false;
                };
        return right ? Verdict.TAKEN : closed("not as documented", message);
    }

    private static boolean isDevice(JsonNode json) {
        return json.path("device").isTextual() && !name(json).isEmpty();
    }

    private static String name(JsonNode json) {
        return json.path("device").asText();
    }

    private static boolean isTelemetry(JsonNode values) {
        return values.isArray()
                && all(
                        values,
                        value -> value.path("ts").isIntegralNumber()
                                && value.path("values").isObject()
                                && !value.path("values").isEmpty());
    }

    private static boolean all(JsonNode json, java.util.function.Predicate<JsonNode> condition) {
        for (JsonNode each : json) {
            if (!condition.test(each)) {
                return false;
            }
        }
        return !json.isEmpty();
    }

    private static Verdict closed(String why, Message message) {
        return new Verdict(Fate.CLOSED, why + ": " + message.topic() + " " + message.payload());
    }
}
