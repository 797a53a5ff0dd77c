package dev.piroutes.mqtt;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes that take a device's messages. Each gets those that match its topic filter. */
final class DeviceRoutes implements Inbox.Router {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceRoutes.class);

    private final MqttDevice device;
    private final List<DeviceConsumer> consumers = new CopyOnWriteArrayList<>();
    private final Set<String> refusedTopics = ConcurrentHashMap.newKeySet();
    private final LongAdder retainedRefused = new LongAdder();

    DeviceRoutes(MqttDevice device) {
        this.device = device;
    }

    void add(DeviceConsumer consumer) {
        consumers.add(consumer);
    }

    void remove(DeviceConsumer consumer) {
        consumers.remove(consumer);
    }

    List<DeviceConsumer> all() {
        return consumers;
    }

    /** Whether a route takes messages of this topic. */
    boolean take(String topic) {
        return consumers.stream().anyMatch(consumer -> consumer.takes(topic));
    }

    /** How many retained messages were refused. */
    long retainedRefused() {
        return retainedRefused.sum();
    }

    @Override
    public void route(Delivery delivery) {
        delivery.receivedBy(device);
        if (delivery.message().retained() && !device.isAcceptRetained()) {
            refuseRetained(delivery.topic());
            return;
        }
        boolean taken = false;
        for (DeviceConsumer consumer : consumers) {
            if (consumer.takes(delivery.topic())) {
                taken = true;
                consumer.handle(delivery);
            }
        }
        if (!taken) {
            delivery.fail();
            LOG.warn(
                    "{}: no route takes {} (a subscription of an earlier run?)",
                    device.name(),
                    PublishRules.show(delivery.topic()));
        }
    }

    private void refuseRetained(String topic) {
        retainedRefused.increment();
        if (refusedTopics.add(topic)) {
            LOG.warn(
                    "{}: refused a retained message on {}; to clear it: mosquitto_pub -t {} -r -n (a device that reads"
                            + " states sets acceptRetained: true)",
                    device.name(),
                    topic,
                    topic);
        }
    }
}
