package dev.piroutes.broker.session;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.StringPair;
import java.util.List;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;

/** What a message that is kept takes of the heap, by estimate; docs/broker-limits.md has the measurement. */
public final class Weight {
    /** Of the message and what refers to it, beside what it has in it. */
    static final int MESSAGE = 1_536;
    /** How often the bytes of its topic and properties are there, in one form or another. */
    private static final int COPIES = 5;
    /** Of a property beside its characters, and of one that has none. */
    private static final int PROPERTY = 16;

    private Weight() {}

    /** Of one that is kept. */
    static long of(Message kept) {
        CoreMessage core = (CoreMessage) kept.toCore();
        return MESSAGE
                + (long) COPIES * core.getProperties().getEncodeSize()
                + (kept.isLargeMessage() ? LargeBody.HEAD : core.getBodyBufferSize());
    }

    /** Of one that is to be kept: not more than it will be {@linkplain #of(Message) then}. */
    public static long of(String topic, MqttProperties properties, int bodyInMemory) {
        return MESSAGE + (long) COPIES * (topic.length() + bytes(properties)) + bodyInMemory;
    }

    private static long bytes(MqttProperties properties) {
        return properties.listAll().stream()
                .mapToLong(property -> bytes(property.value()))
                .sum();
    }

    private static long bytes(Object value) {
        if (value instanceof String text) {
            return text.length();
        } else if (value instanceof byte[] bytes) {
            return bytes.length;
        } else if (value instanceof StringPair pair) {
            return PROPERTY + pair.key.length() + pair.value.length();
        } else if (value instanceof List<?> several) {
            return several.stream().mapToLong(Weight::bytes).sum();
        }
        return PROPERTY;
    }
}
