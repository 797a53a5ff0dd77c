package dev.piroutes.broker.mqtt;

import dev.piroutes.broker.guard.GuardException;
import java.util.Arrays;
import java.util.List;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;

/** Which acceptors of a configuration are guarded: those for MQTT alone. */
public final class MqttAcceptors {
    private static final String MQTT = MqttProtocolFactory.MQTT_PROTOCOL_NAME;

    private MqttAcceptors() {}

    /** Whether it is for MQTT, and for nothing else. */
    // Artemis still reads the old name of the parameter.
    @SuppressWarnings("deprecation")
    public static boolean isForMqttAlone(TransportConfiguration acceptor) {
        return isTcp(acceptor)
                && MQTT.equals(acceptor.getParams().get(TransportConstants.PROTOCOLS_PROP_NAME))
                && !acceptor.getParams().containsKey(TransportConstants.PROTOCOL_PROP_NAME);
    }

    /**
     * Their names.
     *
     * @throws GuardException if one takes MQTT beside other protocols
     */
    static List<String> guarded(Configuration configuration) {
        return configuration.getAcceptorConfigurations().stream()
                .filter(acceptor -> isForMqttAlone(acceptor) || requireWithoutMqtt(acceptor))
                .map(TransportConfiguration::getName)
                .toList();
    }

    // Artemis still reads the old name of the parameter.
    @SuppressWarnings("deprecation")
    private static boolean requireWithoutMqtt(TransportConfiguration acceptor) {
        Object protocols = acceptor.getParams()
                .getOrDefault(
                        TransportConstants.PROTOCOLS_PROP_NAME,
                        acceptor.getParams().get(TransportConstants.PROTOCOL_PROP_NAME));
        // One that names no protocol takes all.
        boolean all = protocols == null || protocols.toString().isBlank();
        if (isTcp(acceptor)
                && (all || Arrays.asList(protocols.toString().split(",")).contains(MQTT))) {
            throw new GuardException(
                    "the acceptor \"" + acceptor.getName()
                            + "\" in broker.xml takes MQTT beside other protocols, and its"
                            + " clients would pass the guard: leave MQTT out of its protocols, and give MQTT an acceptor"
                            + " of its own, tcp://HOST:PORT?protocols=MQTT (WebSocket is part of it)",
                    null);
        }
        return false;
    }

    private static boolean isTcp(TransportConfiguration acceptor) {
        return acceptor.getFactoryClassName().equals(NettyAcceptorFactory.class.getName());
    }
}
