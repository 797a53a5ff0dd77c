package dev.piroutes.broker.guard;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.postoffice.impl.LocalQueueBinding;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.security.SecurityAuth;
import org.apache.activemq.artemis.core.server.ActivateCallback;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerQueuePlugin;
import org.jspecify.annotations.Nullable;

/**
 * The topics that have a retained message, by Artemis's queues for them, so that they do not become too many. Beyond the
 * limit a message on one more topic goes to those who subscribe to it now, and is not kept.
 */
final class RetainedTopics implements ActiveMQServerQueuePlugin {
    private final int most;
    private final OffenceLog log;
    private final Set<String> queues = ConcurrentHashMap.newKeySet();
    private @Nullable WildcardConfiguration wildcards;

    RetainedTopics(Limits limits, OffenceLog log) {
        this.most = limits.get(Limit.MAX_RETAINED);
        this.log = log;
    }

    void install(ActiveMQServer server) {
        wildcards = server.getConfiguration().getWildcardConfiguration();
        server.registerBrokerPlugin(this);
        server.registerActivateCallback(new ActivateCallback() {
            @Override
            public void activationComplete() {
                queues.clear();
                server.getPostOffice()
                        .getAllBindings()
                        .filter(LocalQueueBinding.class::isInstance)
                        .forEach(binding -> afterCreateQueue(((LocalQueueBinding) binding).getQueue()));
            }
        });
    }

    /** A handler for one connection. It must see the topics as Artemis does. */
    ChannelInboundHandler handler() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object packet) {
                boolean tooMany = packet instanceof MqttPublishMessage publish && !hasRoom(publish);
                ctx.fireChannelRead(tooMany ? notKept(ctx, (MqttPublishMessage) packet) : packet);
            }
        };
    }

    /** Counts its topic in at once: its queue may take a while, and more be under way. */
    private boolean hasRoom(MqttPublishMessage publish) {
        if (!publish.fixedHeader().isRetain() || !publish.payload().isReadable()) {
            return true;
        }
        String queue = MQTTUtil.getCoreRetainAddressFromMqttTopic(
                publish.variableHeader().topicName(), wildcards);
        return queues.contains(queue) || queues.size() < most && queues.add(queue);
    }

    private MqttPublishMessage notKept(ChannelHandlerContext ctx, MqttPublishMessage publish) {
        String address = Peers.address(ctx.channel());
        log.add(
                address,
                address,
                new Offence(
                        Offence.Kind.LIMIT,
                        "there are retained messages on " + most + " topics already, and not yet on "
                                + Names.show(publish.variableHeader().topicName()),
                        Offence.QUOTA),
                "sent on, not kept");
        MqttFixedHeader header = publish.fixedHeader();
        return new MqttPublishMessage(
                new MqttFixedHeader(
                        header.messageType(), header.isDup(), header.qosLevel(), false, header.remainingLength()),
                publish.variableHeader(),
                publish.payload());
    }

    @Override
    public void afterCreateQueue(Queue queue) {
        if (isRetained(queue)) {
            queues.add(queue.getName().toString());
        }
    }

    @Override
    public void afterDestroyQueue(
            Queue queue,
            SimpleString address,
            SecurityAuth session,
            boolean checkConsumerCount,
            boolean removeConsumers,
            boolean autoDeleteAddress) {
        queues.remove(queue.getName().toString());
    }

    private static boolean isRetained(Queue queue) {
        return queue.getName().toString().startsWith(MQTTUtil.MQTT_RETAIN_ADDRESS_PREFIX);
    }
}
