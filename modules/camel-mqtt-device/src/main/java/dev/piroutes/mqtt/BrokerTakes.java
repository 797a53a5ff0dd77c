package dev.piroutes.mqtt;

import java.util.Optional;

/**
 * What a broker takes. One of MQTT 5 says so (3.2.2.3).
 *
 * @param underWay how many messages of QoS 1 and 2 at once
 * @param underWayQos2 among how many at once one of QoS 2 may be
 * @param packetSize the largest packet, in bytes
 * @param qos the highest
 * @param retained whether it keeps messages
 */
record BrokerTakes(int underWay, int underWayQos2, long packetSize, int qos, boolean retained) {

    /** A broker that says nothing. Of QoS 2 Mosquitto takes 20; more it keeps aside, and loses some if the connection ends then. */
    static final BrokerTakes ALL = new BrokerTakes(65_535, 20, PublishRules.LARGEST_PACKET, 2, true);

    static BrokerTakes of(PacketProperties connack) {
        int underWay = (int) Math.max(1, connack.number(PacketProperties.RECEIVE_MAXIMUM, ALL.underWay()));
        return new BrokerTakes(
                underWay,
                underWay,
                connack.number(PacketProperties.MAXIMUM_PACKET_SIZE, ALL.packetSize()),
                (int) connack.number(PacketProperties.MAXIMUM_QOS, ALL.qos()),
                connack.number(PacketProperties.RETAIN_AVAILABLE, 1) != 0);
    }

    /** The message as it may be sent: with the highest QoS that there is, and retained only if that is possible. */
    Publication allowed(Publication message) {
        int allowed = Math.min(message.qos(), qos);
        return allowed == message.qos() && (retained || !message.retained())
                ? message
                : new Publication(
                        message.topic(),
                        message.payload(),
                        allowed,
                        message.retained() && retained,
                        message.properties());
    }

    /** What a device does less well at this broker than at others, in one line. */
    Optional<String> lacks() {
        String quality = qos > 0
                ? ""
                : "takes no more than QoS 0: what is published is sent with that, and what is lost on the way is lost";
        String keeping = retained ? "" : "keeps no messages: a status or a state is seen only by who is connected";
        return quality.isEmpty() && keeping.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "the broker " + quality + (quality.isEmpty() || keeping.isEmpty() ? "" : "; it ") + keeping);
    }
}
