package dev.piroutes.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A message as published or received.
 *
 * @param id the packet id of a received one, 0 otherwise
 */
record Message(String topic, byte[] payload, boolean retained, int id) {
    Message(String topic, String payload, boolean retained) {
        this(topic, payload.getBytes(StandardCharsets.UTF_8), retained, 0);
    }

    String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Message that
                && topic.equals(that.topic)
                && retained == that.retained
                && id == that.id
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return topic.hashCode() + 31 * Arrays.hashCode(payload);
    }
}
