package dev.piroutes.broker.guard;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttPublishVariableHeader;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where one connection publishes to. It remembers the topic aliases of an MQTT 5 client; whoever comes after it sees topics
 * only.
 */
final class PublishRules {
    private static final int ALIAS = MqttPropertyType.TOPIC_ALIAS.value();
    /** Of the heap, beside the topic's characters. */
    private static final int ALIAS_BYTES = 128;

    private final NameRules nameRules;
    private final int maxAlias;
    private final Memory memory;
    private final Map<Integer, String> aliases = new HashMap<>();

    /** @param maxAlias the highest topic alias that the client was told it may use */
    PublishRules(NameRules nameRules, int maxAlias, Memory memory) {
        this.nameRules = nameRules;
        this.memory = memory;
        this.maxAlias = maxAlias;
    }

    /** What is wrong with its topic; {@code null}: nothing. */
    @Nullable
    Offence check(MqttPublishMessage publish) {
        Integer alias = alias(publish);
        String topic = publish.variableHeader().topicName();
        if (alias == null) {
            return nameRules.ofTopic(topic);
        }
        if (alias < 1 || alias > maxAlias) {
            return new Offence(
                    Offence.Kind.MALFORMED,
                    "the topic alias " + alias + " is not between 1 and " + maxAlias,
                    Offence.BAD_ALIAS);
        }
        if (!topic.isEmpty()) {
            // Also one that is refused: the alias stands for it from now on, and not for the topic before.
            Offence offence = remember(alias, topic);
            if (offence != null) {
                return offence;
            }
        }
        String meant = aliases.get(alias);
        return meant == null
                ? Offence.protocol("the topic alias " + alias + " was not given a topic")
                : nameRules.ofTopic(meant);
    }

    private @Nullable Offence remember(int alias, String topic) {
        String last = aliases.get(alias);
        if (topic.equals(last)) {
            return null;
        }
        Offence offence = memory.hold(bytes(topic), "topic alias");
        if (offence == null) {
            aliases.put(alias, topic);
            memory.release(last == null ? 0 : bytes(last));
        }
        return offence;
    }

    private static long bytes(String topic) {
        return ALIAS_BYTES + 2L * topic.length();
    }

    /** The connection has ended. */
    void closed() {
        aliases.values().forEach(topic -> memory.release(bytes(topic)));
        aliases.clear();
    }

    /** A PUBLISH with which nothing is wrong, with its topic spelt out. */
    MqttPublishMessage withTopic(MqttPublishMessage publish) {
        Integer alias = alias(publish);
        if (alias == null) {
            return publish;
        }
        MqttProperties properties = new MqttProperties();
        for (MqttProperty<?> property : publish.variableHeader().properties().listAll()) {
            if (property.propertyId() != ALIAS) {
                properties.add(property);
            }
        }
        return new MqttPublishMessage(
                publish.fixedHeader(),
                new MqttPublishVariableHeader(
                        Objects.requireNonNull(aliases.get(alias)),
                        publish.variableHeader().packetId(),
                        properties),
                publish.payload());
    }

    private static @Nullable Integer alias(MqttPublishMessage publish) {
        MqttProperty<?> property = publish.variableHeader().properties().getProperty(ALIAS);
        return property == null ? null : (Integer) property.value();
    }
}
