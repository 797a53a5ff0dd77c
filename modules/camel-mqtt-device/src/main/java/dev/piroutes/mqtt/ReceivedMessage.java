package dev.piroutes.mqtt;

/**
 * A message as the broker sent it.
 *
 * @param qos 0, 1 or 2
 * @param retained whether the broker had kept it
 * @param duplicate whether it says that it was sent before
 * @param packetId by which it is acknowledged; 0 for QoS 0
 * @param properties of MQTT 5
 */
record ReceivedMessage(
        String topic,
        byte[] payload,
        int qos,
        boolean retained,
        boolean duplicate,
        int packetId,
        MessageProperties properties) {}
