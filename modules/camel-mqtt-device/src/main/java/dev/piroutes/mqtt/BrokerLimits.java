package dev.piroutes.mqtt;

import java.util.Optional;

/**
 * What a broker does not take, where that is known before it is sent: bound in Camel's registry by whoever runs the broker
 * of {@code mqtt.url}. A device with a {@code url} of its own does not look at it.
 */
@FunctionalInterface
public interface BrokerLimits {

    /** Of a broker of which nothing is known. */
    BrokerLimits UNKNOWN = (topic, packetSize) -> Optional.empty();

    /**
     * Whether the broker refuses a PUBLISH.
     *
     * @param topic a topic that MQTT allows
     * @param packetSize of the whole packet, in bytes
     * @return why, and where that can be changed, in one line; empty if it takes it
     */
    Optional<String> refusal(String topic, long packetSize);
}
