package dev.piroutes.mqtt;

/**
 * What a broker of MQTT 5 has said that it takes (3.2.2.3).
 *
 * @param underWay how many messages of QoS 1 and 2 at once
 * @param packetSize the largest packet, in bytes
 * @param qos the highest
 * @param retained whether it keeps messages
 */
record BrokerTakes(int underWay, long packetSize, int qos, boolean retained) {

    /** What the protocol says of a broker that says nothing. */
    static final BrokerTakes ALL = new BrokerTakes(65_535, PublishRules.LARGEST_PACKET, 2, true);

    static BrokerTakes of(PacketProperties connack) {
        return new BrokerTakes(
                (int) Math.max(1, connack.number(PacketProperties.RECEIVE_MAXIMUM, ALL.underWay())),
                connack.number(PacketProperties.MAXIMUM_PACKET_SIZE, ALL.packetSize()),
                (int) connack.number(PacketProperties.MAXIMUM_QOS, ALL.qos()),
                connack.number(PacketProperties.RETAIN_AVAILABLE, 1) != 0);
    }

    /** The message as it may be sent: with the highest QoS that there is, and retained only if that is possible. */
    Publication allowed(Publication message) {
        int allowed = Math.min(message.qos(), Math.max(1, qos));
        return allowed == message.qos() && (retained || !message.retained())
                ? message
                : new Publication(
                        message.topic(),
                        message.payload(),
                        allowed,
                        message.retained() && retained,
                        message.properties());
    }
}
