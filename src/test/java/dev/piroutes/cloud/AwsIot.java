package dev.piroutes.cloud;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.piroutes.cloud.CloudBroker.Fate;
import dev.piroutes.cloud.CloudBroker.Message;
import dev.piroutes.cloud.CloudBroker.Verdict;
import dev.piroutes.cloud.CloudBroker.Visitor;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * As AWS IoT Core documents it ("AWS IoT differences from MQTT specifications", "AWS IoT Core message broker and protocol limits
 * and quotas", "Device Shadow MQTT topics"), with a policy for one thing, which its certificate names. QoS 2 is not answered, and
 * what is too large, too deep or not allowed ends the connection. It has the thing's shadow.
 */
final class AwsIot implements CloudBroker.Rules {
    private static final int LARGEST_PAYLOAD = 128 * 1024;
    private static final int LONGEST_TOPIC = 256;
    private static final int MOST_SLASHES = 7;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String thing;
    private final ObjectNode desired = JSON.createObjectNode();
    private final ObjectNode reported = JSON.createObjectNode();
    private Consumer<String> delta = any -> {};

    AwsIot(String thing) {
        this.thing = thing;
    }

    String update() {
        return "$aws/things/" + thing + "/shadow/update";
    }

    /** Where what is wished for and is not so goes. */
    void onDelta(Consumer<String> listener) {
        delta = listener;
    }

    /** As an app does. */
    synchronized void wish(String key, String value) {
        desired.put(key, value);
        sayDelta();
    }

    synchronized String reported(String key) {
        return reported.path(key).asText();
    }

    private void sayDelta() {
        ObjectNode differs = JSON.createObjectNode();
        desired.properties().forEach(wish -> {
            if (!wish.getValue().equals(reported.get(wish.getKey()))) {
                differs.set(wish.getKey(), wish.getValue());
            }
        });
        if (!differs.isEmpty()) {
            delta.accept("{\"version\":1,\"timestamp\":1767600000,\"state\":%s,\"metadata\":{}}".formatted(differs));
        }
    }

    @Override
    public MqttConnectReturnCode connect(Visitor visitor) {
        return visitor.clientId().equals(thing) && ("CN=" + thing).equals(visitor.certificate())
                ? MqttConnectReturnCode.CONNECTION_ACCEPTED
                : MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED;
    }

    @Override
    public boolean subscribe(Visitor visitor, String filter, int qos) {
        return qos < 2 && filter.equals(update() + "/delta");
    }

    @Override
    public Verdict publish(Message message) {
        if (message.qos() > 1) {
            return new Verdict(Fate.UNANSWERED, "QoS 2");
        }
        if (message.bytes() > LARGEST_PAYLOAD) {
            return new Verdict(Fate.CLOSED, "too large");
        }
        if (message.topic().chars().filter(c -> c == '/').count() > MOST_SLASHES
                || message.topic().getBytes(StandardCharsets.UTF_8).length > LONGEST_TOPIC) {
            return new Verdict(Fate.CLOSED, "too deep");
        }
        if (message.topic().startsWith("$") && message.retained()) {
            return new Verdict(Fate.CLOSED, "retained below $");
        }
        if (message.topic().equals(update())) {
            return update(message.payload());
        }
        return message.topic().startsWith(thing + "/") ? Verdict.TAKEN : new Verdict(Fate.CLOSED, "not in the policy");
    }

    private synchronized Verdict update(String payload) {
        try {
            JsonNode state = JSON.readTree(payload).path("state").path("reported");
            if (!state.isObject() || state.isEmpty()) {
                return new Verdict(Fate.IGNORED, "no state: " + payload);
            }
            reported.setAll((ObjectNode) state);
            sayDelta();
            return Verdict.TAKEN;
        } catch (JsonProcessingException e) {
            return new Verdict(Fate.IGNORED, "no JSON: " + payload);
        }
    }
}
