package dev.piroutes.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes a device's status: retained, QoS 1. After {@link #end} nothing says {@code online} any more. */
final class StatusPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(StatusPublisher.class);

    private final DeviceOptions options;
    private final Transport transport;

    /** Whether the broker has taken {@code online} on this connection. */
    private boolean online;

    private boolean ended;

    StatusPublisher(DeviceOptions options, Transport transport) {
        this.options = options;
        this.transport = transport;
    }

    /** The topic whose message the broker has not taken on this connection, or null. */
    synchronized @Nullable String awaited() {
        return online ? null : options.statusTopic();
    }

    /** Says that the device is there, and waits until the broker has it. */
    void begin(Duration limit) throws TransportException {
        synchronized (this) {
            online = false;
        }
        publish(options.onlinePayload(), limit);
        synchronized (this) {
            online = true;
        }
    }

    /** Waits for no answer: a broker that is silent is the keep-alive's to notice. @return whether it was sent */
    synchronized boolean repeat() {
        String topic = options.statusTopic();
        if (topic == null || ended) {
            return false;
        }
        try {
            transport.publish(new Publication(topic, options.onlinePayload().getBytes(UTF_8), 1, true), null);
            return true;
        } catch (TransportException e) {
            LOG.debug("{}: status not repeated: {}", options.clientId(), e.getMessage());
            return false;
        }
    }

    /** Says that the device leaves, and waits until the broker has it. */
    void end(Duration limit) throws TransportException {
        synchronized (this) {
            ended = true;
        }
        publish(options.offlinePayload(), limit);
    }

    private void publish(String payload, Duration limit) throws TransportException {
        String topic = options.statusTopic();
        if (topic != null) {
            transport
                    .publish(new Publication(topic, payload.getBytes(UTF_8), 1, true), null)
                    .await(limit);
        }
    }
}
