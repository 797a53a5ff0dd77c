package dev.piroutes.broker.mqtt;

import dev.piroutes.broker.guard.ClientIds;
import dev.piroutes.files.Reason;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageIdVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.Pair;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTSessionState;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one client acknowledges: of what it was sent (PUBACK, PUBREC, PUBCOMP), and of what it has published (PUBREL). */
final class AcknowledgementHandling {
    private static final Logger LOG = LoggerFactory.getLogger(MqttGuardPlugin.class);

    private final ActiveMQServer server;
    private final SharedParts shared;
    private final ClientSession session;
    private final SendQuota<ServerConsumer> quota;
    private final Consumer<MqttMessage> artemis;
    private final Consumer<String> protocolError;
    private final PubrelRedelivery pubrels = new PubrelRedelivery();

    /**
     * @param artemis handles a packet
     * @param protocolError ends the connection
     */
    AcknowledgementHandling(
            ActiveMQServer server,
            SharedParts shared,
            ClientSession session,
            SendQuota<ServerConsumer> quota,
            Consumer<MqttMessage> artemis,
            Consumer<String> protocolError) {
        this.server = server;
        this.shared = shared;
        this.session = session;
        this.quota = quota;
        this.artemis = artemis;
        this.protocolError = protocolError;
    }

    /** MQTT 5, 4.3.2 and 4.3.3: to each quality of service its own answers, each when it is due. */
    private boolean isOutOfPlace(MqttMessage packet, int id) {
        Client known = session.client();
        MqttMessageType type = packet.fixedHeader().messageType();
        if (known == null || known.mayAnswer(type, id)) {
            return false;
        }
        protocolError.accept("a " + type + " of packet id " + id + ", which is not the answer to what was sent");
        return true;
    }

    void acknowledged(MqttMessage packet) {
        int id = ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
        if (isOutOfPlace(packet, id)) {
            return;
        }
        // Artemis takes a PUBREC with an error for any other, and would send a PUBREL.
        boolean last = packet.fixedHeader().messageType() == MqttMessageType.PUBACK || Packets.isRefusal(packet);
        if (last) {
            finish(id);
            ReferenceCountUtil.release(packet);
        } else {
            artemis.accept(packet);
        }
        Client known = session.client();
        if (known != null) {
            known.acknowledged(id, Packets.isRefusal(packet));
        }
        if (last) {
            quota.finished(id);
        }
    }

    /**
     * The client has a message. Artemis would write a transaction, two records and a second wait for the disk, and wake the
     * subscription's queue each time; the quota does that when there is something to send.
     */
    private void finish(int id) {
        MQTTSessionState known = session.state();
        Pair<Long, Long> message =
                known == null ? null : known.getOutboundStore().publishAckd(id);
        if (message == null) {
            return;
        }
        try {
            ServerConsumer subscription = session.server().locateConsumer(message.getB());
            MessageReference reference = subscription == null ? null : subscription.removeReferenceByID(message.getA());
            if (reference != null) {
                reference.getQueue().acknowledge(reference, subscription);
            }
        } catch (Exception e) {
            LOG.warn(
                    "{}: what it has acknowledged will be sent to it again when it comes back: {}",
                    ClientIds.decode(known.getClientId()),
                    Reason.of(e));
        }
    }

    /** The PUBCOMP goes when that is on disk: from then on the id may stand for another message. */
    void released(MqttMessage packet) {
        MQTTSessionState known = session.state();
        if (known != null) {
            int id = ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
            shared.unreleased().released(known.getClientId(), id);
        }
        artemis.accept(packet);
    }

    void completed(MqttMessage packet) {
        MQTTSessionState known = session.state();
        int id = ((MqttMessageIdVariableHeader) packet.variableHeader()).messageId();
        if (isOutOfPlace(packet, id)) {
            return;
        }
        Client client = session.client();
        if (client != null) {
            client.completed(id);
        }
        try {
            if (known == null || !pubrels.completes(id, known)) {
                artemis.accept(packet);
            }
        } catch (Exception e) {
            throw new IllegalStateException("cannot take a PUBREL from its queue", e);
        }
        quota.finished(id);
    }

    /** The client is back: what it has not confirmed is sent again, behind its CONNACK. */
    void repeatPubrels(ChannelHandlerContext ctx) {
        try {
            pubrels.repeat(server, Objects.requireNonNull(session.state())).forEach(ctx::write);
            ctx.flush();
        } catch (Exception e) {
            throw new IllegalStateException(
                    "cannot read the PUBRELs of client id " + session.connection.getClientID(), e);
        }
    }
}
