package dev.piroutes.broker.mqtt;

import dev.piroutes.broker.guard.Guards;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.BaseInterceptor;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolManager;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTProtocolManagerFactory;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;

/** Gives an acceptor {@link MqttProtocol} where Artemis would give it its own protocol manager. */
final class MqttProtocolFactory extends MQTTProtocolManagerFactory {
    /** Where an acceptor says nothing else; the reasons are in Pi Routes' own broker.xml. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "serverKeepAlive", "600",
            "topicAliasMaximum", "100",
            "defaultMqttSessionExpiryInterval", "2073600",
            "defaultMaximumInFlightPublishMessages", "100");

    private final SharedParts shared;
    private final Guards guards;

    MqttProtocolFactory(SharedParts shared, Guards guards) {
        this.shared = shared;
        this.guards = guards;
    }

    // Raw, as Artemis declares it.
    @SuppressWarnings("rawtypes")
    @Override
    public ProtocolManager createProtocolManager(
            ActiveMQServer server,
            Map<String, Object> parameters,
            List<BaseInterceptor> incoming,
            List<BaseInterceptor> outgoing)
            throws Exception {
        Map<String, Object> own = new HashMap<>(DEFAULTS);
        own.putAll(parameters);
        // What MQTT 5 clients are told.
        own.put("maximumPacketSize", guards.maxPacketSize());
        ProtocolManager artemis = super.createProtocolManager(server, own, incoming, outgoing);
        return new MqttProtocol(server, (MQTTProtocolManager) artemis, this, shared, guards);
    }
}
