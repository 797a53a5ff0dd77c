package dev.piroutes.broker.session;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscribePayload;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption;
import io.netty.handler.codec.mqtt.MqttSubscriptionOption.RetainedHandlingPolicy;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionState;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTStateManager;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerQueuePlugin;
import org.jspecify.annotations.Nullable;

/**
 * Hands a SUBSCRIBE to Artemis, and the retained messages to the subscriber. Artemis also keeps the options of a
 * subscription that is made again as they were, unless the quality of service rises; here the new ones take their place.
 * And it writes to disk each message for a subscription of MQTT 5, whose session may end with the connection; what is gone
 * anyway after a crash costs no write here.
 */
public final class Subscriptions implements ActiveMQServerQueuePlugin {
    private final ActiveMQServer server;
    private final Retained retained;
    /** Names of the queues that are just being made, by this thread, and end with their connection. */
    private final ThreadLocal<Set<String>> passing = ThreadLocal.withInitial(Set::of);

    public Subscriptions(ActiveMQServer server, Retained retained) {
        this.server = server;
        this.retained = retained;
    }

    /** @param artemis takes the packet, subscribes and answers */
    public void subscribe(MqttSubscribeMessage packet, MQTTSessionState state, Consumer<MqttMessage> artemis)
            throws Exception {
        retained.atomically(() -> {
            Set<String> before = state.getSubscriptions().stream()
                    .map(MqttTopicSubscription::topicFilter)
                    .collect(Collectors.toSet());
            passing.set(endingWithConnection(packet, state));
            try {
                artemis.accept(withoutRetained(packet));
            } finally {
                passing.remove();
            }
            for (MqttTopicSubscription subscription : packet.payload().topicSubscriptions()) {
                String filter = subscription.topicFilter();
                if (state.getSubscription(filter) != null) {
                    if (before.contains(filter)) {
                        renew(subscription, state);
                    }
                    deliver(subscription, state, before.contains(filter));
                }
            }
        });
    }

    @Override
    public void beforeCreateQueue(QueueConfiguration queue) {
        if (passing.get().contains(queue.getName().toString())) {
            queue.setDurable(false);
        }
    }

    /** A shared subscription may have members whose sessions stay. */
    private Set<String> endingWithConnection(MqttSubscribeMessage packet, MQTTSessionState state) {
        if (state.getClientSessionExpiryInterval() != 0) {
            return Set.of();
        }
        return packet.payload().topicSubscriptions().stream()
                .map(MqttTopicSubscription::topicFilter)
                .filter(filter -> !MQTTUtil.isSharedSubscription(filter))
                .map(filter -> queueName(filter, state))
                .collect(Collectors.toSet());
    }

    /**
     * Hands an UNSUBSCRIBE to Artemis when nothing is just being delivered: Artemis locks a consumer and then waits for what it
     * delivers, which needs that lock to acknowledge a message of QoS 0. Each would wait for the other, for thirty seconds.
     *
     * @param connection the id of the connection that the packet came on
     */
    public void unsubscribe(
            MqttUnsubscribeMessage packet, MQTTSessionState state, Object connection, Consumer<MqttMessage> artemis) {
        Set<String> queues = packet.payload().topics().stream()
                .map(filter -> queueName(filter, state))
                .collect(Collectors.toSet());
        for (ServerSession session : server.getSessions(connection.toString())) {
            session.getServerConsumers().stream()
                    .filter(consumer ->
                            queues.contains(consumer.getQueue().getName().toString()))
                    .forEach(consumer -> consumer.setStarted(false));
        }
        artemis.accept(packet);
    }

    private static MqttMessage withoutRetained(MqttSubscribeMessage packet) {
        return new MqttSubscribeMessage(
                packet.fixedHeader(),
                packet.idAndPropertiesVariableHeader(),
                new MqttSubscribePayload(packet.payload().topicSubscriptions().stream()
                        .map(s -> new MqttTopicSubscription(s.topicFilter(), withoutRetained(s.option())))
                        .toList()));
    }

    private static MqttSubscriptionOption withoutRetained(MqttSubscriptionOption option) {
        return new MqttSubscriptionOption(
                option.qos(),
                option.isNoLocal(),
                option.isRetainAsPublished(),
                RetainedHandlingPolicy.DONT_SEND_AT_SUBSCRIBE);
    }

    private void renew(MqttTopicSubscription subscription, MQTTSessionState state) throws Exception {
        Integer id = state.getSubscriptionPlusID(subscription.topicFilter()).getId();
        // Artemis takes new options only together with another identifier.
        state.addSubscription(subscription, wildcards(), id == null ? Integer.valueOf(1) : null);
        state.addSubscription(subscription, wildcards(), id);
        MQTTStateManager.getInstance(server).storeDurableSubscriptionState(state);
    }

    /** Those that were there before this start; to be called when the queues are there, before a client connects. */
    public void activate() throws Exception {
        for (MQTTSessionState state :
                MQTTStateManager.getInstance(server).getSessionStates().values()) {
            for (MqttTopicSubscription subscription : state.getSubscriptions()) {
                Queue queue = queueOf(subscription, state);
                if (queue != null && subscription.option().isNoLocal()) {
                    NotFrom.set(queue, true, state.getClientId());
                }
            }
        }
    }

    private @Nullable Queue queueOf(MqttTopicSubscription subscription, MQTTSessionState state) {
        return server.locateQueue(queueName(subscription.topicFilter(), state));
    }

    private String queueName(String filter, MQTTSessionState state) {
        return MQTTUtil.getCoreQueueFromMqttTopic(filter, state.getClientId(), wildcards());
    }

    private void deliver(MqttTopicSubscription subscription, MQTTSessionState state, boolean existed) throws Exception {
        boolean wanted =
                switch (subscription.option().retainHandling()) {
                    case SEND_AT_SUBSCRIBE -> true;
                    case SEND_AT_SUBSCRIBE_IF_NOT_YET_EXISTS -> !existed;
                    case DONT_SEND_AT_SUBSCRIBE -> false;
                };
        String filter = subscription.topicFilter();
        Queue queue = queueOf(subscription, state);
        if (queue == null || MQTTUtil.isSharedSubscription(filter)) {
            return;
        }
        NotFrom.set(queue, subscription.option().isNoLocal(), state.getClientId());
        if (wanted) {
            retained.deliver(filter, queue, subscription.option().isNoLocal() ? state.getClientId() : null);
        }
    }

    private WildcardConfiguration wildcards() {
        return server.getConfiguration().getWildcardConfiguration();
    }
}
