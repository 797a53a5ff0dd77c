package dev.piroutes.broker.mqtt;

import dev.piroutes.broker.session.Retained;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttPubReplyMessageVariableHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Consumer;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionState;

/** What one client publishes: routed once though it repeats it, with its expiry, and kept if it is to be retained. */
final class PublishHandling {
    private final MqttHandler handler;
    private final SharedParts shared;
    private final ClientSession session;
    private final Consumer<MqttMessage> artemis;

    /** @param artemis handles a packet */
    PublishHandling(MqttHandler handler, SharedParts shared, ClientSession session, Consumer<MqttMessage> artemis) {
        this.handler = handler;
        this.shared = shared;
        this.session = session;
        this.artemis = artemis;
    }

    /** @param answer sends a packet to the client */
    void publish(MqttPublishMessage packet, Consumer<MqttMessage> answer) {
        Client known = session.client();
        MqttFixedHeader header = packet.fixedHeader();
        int id = packet.variableHeader().packetId();
        if (known == null
                || header.qosLevel() != MqttQoS.AT_LEAST_ONCE
                || !known.incoming().repeats(id, header.isDup(), Packets.fingerprint(packet))) {
            shared.expiry().publish(packet, () -> publishNew(packet, id));
            return;
        }
        ReferenceCountUtil.release(packet);
        answer.accept(MqttMessageBuilders.pubAck().packetId(id).build());
    }

    private void publishNew(MqttPublishMessage packet, int id) {
        MQTTSessionState known = session.state();
        if (packet.fixedHeader().qosLevel() == MqttQoS.EXACTLY_ONCE && known != null && session.lasts()) {
            shared.unreleased().publish(known.getClientId(), id, () -> route(packet));
        } else {
            route(packet);
        }
    }

    private void route(MqttPublishMessage packet) {
        if (packet.fixedHeader().isRetain()) {
            shared.retained().publish(() -> artemis.accept(Retained.withoutFlag(packet)));
        } else {
            artemis.accept(packet);
        }
    }

    /** The broker acknowledges a publish, which it does when it is on disk. */
    void stored(MqttMessageIdVariableHeader puback) {
        Client known = session.client();
        boolean refused = puback instanceof MqttPubReplyMessageVariableHeader reply && reply.reasonCode() != 0;
        if (known != null && known.handler() == handler && !refused) {
            known.incoming().acknowledged(puback.messageId());
        }
    }
}
