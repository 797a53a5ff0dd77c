package dev.piroutes.broker.session;

import dev.piroutes.files.Reason;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import java.util.Set;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionState;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTStateManager;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sessions as Artemis has them: subscriptions and their queues. */
final class ArtemisSessions {
    private static final Logger LOG = LoggerFactory.getLogger(ArtemisSessions.class);

    private final ActiveMQServer server;

    ArtemisSessions(ActiveMQServer server) {
        this.server = server;
    }

    private MQTTStateManager states() throws Exception {
        return MQTTStateManager.getInstance(server);
    }

    Set<String> clientIds() throws Exception {
        return states().getSessionStates().keySet();
    }

    /** How many packet ids of QoS 2 the clients have not released. */
    long unreleased() throws Exception {
        return states().getSessionStates().values().stream()
                .mapToLong(state -> state.getPubRec().size())
                .sum();
    }

    /** Sees to it that there is one, even if it has no subscription: those Artemis forgets. */
    void keep(String clientId) {
        try {
            states().getSessionState(clientId);
        } catch (Exception e) {
            LOG.warn("client id {}: its session is not there: {}", clientId, Reason.of(e));
        }
    }

    /** Removes its subscriptions and what waits for it. */
    void end(String clientId) {
        try {
            MQTTSessionState state = states().removeSessionState(clientId);
            if (state != null) {
                for (MqttTopicSubscription subscription : state.getSubscriptions()) {
                    remove(clientId, subscription.topicFilter());
                }
            }
        } catch (Exception e) {
            LOG.warn("client id {}: cannot end its session: {}", clientId, Reason.of(e));
        }
        discardReleases(clientId);
    }

    /** Removes the PUBRELs that wait for it. Artemis keeps them when a client begins a new session (MQTT-3.1.2-6). */
    void discardReleases(String clientId) {
        try {
            destroy(MQTTUtil.QOS2_MANAGEMENT_QUEUE_PREFIX + clientId);
        } catch (Exception e) {
            LOG.warn("client id {}: cannot remove the PUBRELs of its last session: {}", clientId, Reason.of(e));
        }
    }

    private void remove(String clientId, String filter) throws Exception {
        boolean shared = MQTTUtil.isSharedSubscription(filter)
                && states().getSessionStates().values().stream()
                        .anyMatch(other -> other.getSubscription(filter) != null);
        if (!shared) {
            destroy(MQTTUtil.getCoreQueueFromMqttTopic(
                    filter, clientId, server.getConfiguration().getWildcardConfiguration()));
        }
    }

    private void destroy(String queue) throws Exception {
        if (server.locateQueue(queue) != null) {
            server.destroyQueue(SimpleString.of(queue));
        }
    }
}
