package dev.piroutes.mqtt;

/**
 * A message to be published.
 *
 * @param qos 0, 1 or 2
 * @param retained whether the broker is to keep it
 * @param properties of MQTT 5
 */
record Publication(String topic, byte[] payload, int qos, boolean retained, MessageProperties properties) {

    Publication {
        if (qos < 0 || qos > 2) {
            throw new IllegalArgumentException("qos must be 0, 1 or 2, but was " + qos);
        }
    }

    Publication(String topic, byte[] payload, int qos, boolean retained) {
        this(topic, payload, qos, retained, MessageProperties.NONE);
    }
}
