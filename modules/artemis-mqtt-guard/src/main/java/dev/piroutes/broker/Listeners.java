package dev.piroutes.broker;

import dev.piroutes.broker.mqtt.MqttAcceptors;
import dev.piroutes.net.Address;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.utils.ConfigurationHelper;

/**
 * The acceptors of a configuration. Each that is for MQTT alone, whatever its name, is guarded in the same way and has the
 * same values for what it leaves out; any other is refused, because nothing stands between Artemis and its clients.
 */
final class Listeners {
    /** The one that {@code broker.host} and {@code broker.port} are for. */
    private static final String MAIN = "mqtt";
    /** The link of a pair: Artemis's own protocol, for the other node alone. */
    private static final String PAIR = "pair";

    /** Where an acceptor says nothing else; broker.xml has the reasons. */
    private static final Map<String, String> FOR_NETTY = Map.of(
            TransportConstants.REMOTING_THREADS_PROPNAME, "2",
            TransportConstants.USE_EPOLL_PROP_NAME, "false",
            TransportConstants.QUIET_PERIOD, "0",
            TransportConstants.SHUTDOWN_TIMEOUT, "1000");

    private Listeners() {}

    /**
     * Finds them, the one of the settings first, and gives each the values that it leaves out.
     *
     * @throws BrokerException if an acceptor cannot be guarded, or is without TLS where nobody may be
     */
    static List<Listener> prepare(Configuration configuration, BrokerSettings settings) {
        List<TransportConfiguration> acceptors = mqtt(configuration, settings).toList();
        if (acceptors.isEmpty()) {
            throw new BrokerException("broker.xml has no acceptor: without one no client can connect; write"
                    + " <acceptor name=\"mqtt\">tcp://${broker.host}:${broker.port}?protocols=MQTT</acceptor>");
        }
        for (TransportConfiguration acceptor : acceptors) {
            requireMqtt(acceptor);
            FOR_NETTY.forEach((key, value) -> acceptor.getParams().putIfAbsent(key, value));
            requireTls(listener(acceptor), settings);
        }
        OwnCertificates.give(acceptors.get(0), listener(acceptors.get(0)).tls(), settings);
        return acceptors.stream().map(Listeners::listener).toList();
    }

    private static Stream<TransportConfiguration> mqtt(Configuration configuration, BrokerSettings settings) {
        return configuration.getAcceptorConfigurations().stream()
                .filter(acceptor -> !(settings.isPaired() && acceptor.getName().equals(PAIR)))
                .sorted(Comparator.comparing((TransportConfiguration acceptor) ->
                                !acceptor.getName().equals(MAIN))
                        .thenComparing(TransportConfiguration::getName));
    }

    private static void requireMqtt(TransportConfiguration acceptor) {
        if (!MqttAcceptors.isForMqttAlone(acceptor)) {
            throw new BrokerException("the acceptor \"" + acceptor.getName() + "\" in broker.xml is not for MQTT alone,"
                    + " and clients of anything else would pass all limits and permissions: write"
                    + " tcp://HOST:PORT?protocols=MQTT (WebSocket is part of it), or remove it");
        }
    }

    private static void requireTls(Listener listener, BrokerSettings settings) {
        if (settings.isSecure() && !listener.tls() && !listener.isLoopback()) {
            throw new BrokerException("the acceptor \"" + listener.name() + "\" in broker.xml listens on "
                    + listener.address() + " without TLS, which the profile secure allows on this machine only: bind it"
                    + " to 127.0.0.1, or give it the TLS parameters that secure.xml gives the acceptor mqtt");
        }
    }

    private static Listener listener(TransportConfiguration acceptor) {
        Map<String, Object> params = acceptor.getParams();
        String host = ConfigurationHelper.getStringProperty(
                TransportConstants.HOST_PROP_NAME, TransportConstants.DEFAULT_HOST, params);
        return new Listener(
                acceptor.getName(),
                Address.parse(host, 0).map(Address::host).orElse(host), // an IPv6 address is in brackets in a URL
                ConfigurationHelper.getIntProperty(
                        TransportConstants.PORT_PROP_NAME, TransportConstants.DEFAULT_PORT, params),
                ConfigurationHelper.getBooleanProperty(
                        TransportConstants.SSL_ENABLED_PROP_NAME, TransportConstants.DEFAULT_SSL_ENABLED, params));
    }
}
