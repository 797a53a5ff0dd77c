package dev.piroutes.broker.mqtt;

import dev.piroutes.broker.session.Retained;
import dev.piroutes.broker.session.TopicNames;
import java.util.Objects;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.RoutingContext;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports to one listener what is published, with no queue, no delivery and no acknowledgement. A message is reported before anybody
 * gets it, so what somebody answers to it always comes later.
 */
final class Traffic implements ActiveMQServerMessagePlugin {
    private static final Logger LOG = LoggerFactory.getLogger(Traffic.class);

    private final WildcardConfiguration wildcards;
    private final Retained retained;
    private volatile @Nullable Watch watch;

    /** @param topic as Artemis has it, as an address */
    private record Watch(String topic, String below, PublishListener listener) {
        boolean covers(@Nullable String address) {
            return address != null && (address.startsWith(below) || address.equals(topic));
        }
    }

    Traffic(WildcardConfiguration wildcards, Retained retained) {
        this.wildcards = wildcards;
        this.retained = retained;
    }

    /** See {@link MqttGuardPlugin#listen}. */
    void listen(String topic, PublishListener listener) throws Exception {
        String address = MQTTUtil.getCoreAddressFromMqttTopic(TopicNames.encode(topic), wildcards);
        Watch begun = new Watch(address, address + wildcards.getDelimiter(), listener);
        // As for a subscription: of each topic what is retained comes first, then what is new.
        retained.atomically(() -> {
            watch = begun;
            retained.forEach((name, message) -> {
                if (begun.covers(MQTTUtil.getCoreAddressFromMqttTopic(name, wildcards))) {
                    report(listener, TopicNames.decode(name), message, true);
                }
            });
        });
    }

    @Override
    public void beforeMessageRoute(Message message, RoutingContext context, boolean direct, boolean rejectDuplicates) {
        Watch current = watch;
        String address = current == null ? null : message.getAddress();
        if (current == null || !current.covers(address)) {
            return;
        }
        String topic =
                TopicNames.decode(MQTTUtil.getMqttTopicFromCoreAddress(Objects.requireNonNull(address), wildcards));
        boolean retain = Boolean.TRUE.equals(message.getBooleanProperty(MQTTUtil.MQTT_MESSAGE_RETAIN_KEY));
        report(current.listener, topic, message, retain);
    }

    /** Whatever goes wrong here, the message goes on. */
    private static void report(PublishListener listener, String topic, Message message, boolean retain) {
        try {
            ActiveMQBuffer body = message.toCore().getReadOnlyBodyBuffer();
            int size = body.readableBytes();
            byte[] beginning = new byte[Math.min(size, PublishListener.MOST_BYTES)];
            body.readBytes(beginning);
            int qos = message.getObjectProperty(MQTTUtil.MQTT_QOS_LEVEL_KEY) instanceof Integer level ? level : 0;
            listener.published(topic, beginning, size, qos, retain);
        } catch (RuntimeException e) {
            LOG.debug("a message to {} is not reported", topic, e);
        }
    }
}
