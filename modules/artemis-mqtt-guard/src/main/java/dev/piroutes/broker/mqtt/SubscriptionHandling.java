package dev.piroutes.broker.mqtt;

import dev.piroutes.files.Reason;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionState;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one client subscribes to and unsubscribes from. Artemis starts a subscription's deliveries before it has noted its
 * quality of service; a message that is delivered in between is put back, behind the next one. So none is until the packet is
 * handled.
 */
final class SubscriptionHandling {
    private static final Logger LOG = LoggerFactory.getLogger(SubscriptionHandling.class);

    private final MqttHandler handler;
    private final SharedParts shared;
    private final ClientSession session;
    private final SendQuota<ServerConsumer> quota;
    private final Consumer<MqttMessage> artemis;

    /** The SUBACK, while what it confirms is not complete; of the thread that handles packets. */
    private @Nullable List<MqttMessage> answers;

    /** @param artemis handles a packet */
    SubscriptionHandling(
            MqttHandler handler,
            SharedParts shared,
            ClientSession session,
            SendQuota<ServerConsumer> quota,
            Consumer<MqttMessage> artemis) {
        this.handler = handler;
        this.shared = shared;
        this.session = session;
        this.quota = quota;
        this.artemis = artemis;
    }

    /** @param answer sends a packet to the client */
    void subscribe(MqttSubscribeMessage packet, Consumer<MqttMessage> answer) {
        MQTTSessionState known = session.state();
        if (known == null) {
            artemis.accept(packet);
            return;
        }
        quota.pause();
        try {
            List<MqttMessage> suback = new ArrayList<>();
            answers = suback;
            shared.subscriptions().subscribe(packet, known, artemis);
            answers = null;
            shared.sessions().subscribed(handler, known.getClientId());
            suback.forEach(answer);
        } catch (Exception e) {
            LOG.warn("client id {}: cannot subscribe: {}", known.getClientId(), Reason.of(e));
            session.channel.close();
        } finally {
            answers = null;
            quota.resume();
        }
    }

    void unsubscribe(MqttUnsubscribeMessage packet) {
        MQTTSessionState known = session.state();
        if (known == null) {
            artemis.accept(packet);
            return;
        }
        quota.pause();
        try {
            shared.subscriptions().unsubscribe(packet, known, session.connection.getID(), artemis);
        } finally {
            quota.resume();
        }
    }

    /** Whether a SUBACK is sent later. */
    boolean holdsBack(MqttMessage packet) {
        List<MqttMessage> incomplete = answers;
        return incomplete != null && incomplete.add(packet);
    }
}
