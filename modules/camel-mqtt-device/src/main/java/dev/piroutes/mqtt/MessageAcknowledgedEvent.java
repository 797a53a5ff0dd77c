package dev.piroutes.mqtt;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.ManagementStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker has acknowledged what a device published: for Camel's event notifiers.
 *
 * @param published when the device was asked to, or this process read what an earlier one left, on the clock of {@link
 *     System#nanoTime}
 * @param nanoTime when it was acknowledged, on the same clock
 * @param timestamp the same, in milliseconds since 1970
 */
public record MessageAcknowledgedEvent(String clientId, String topic, long published, long nanoTime, long timestamp)
        implements CamelEvent {
    private static final Logger LOG = LoggerFactory.getLogger(MessageAcknowledgedEvent.class);

    /** For whoever watches Camel's events; costs nothing while nobody does. */
    static void notify(CamelContext context, String clientId, OutboxMessage message) {
        ManagementStrategy management = context.getManagementStrategy();
        if (!management.getEventNotifiers().isEmpty()) {
            try {
                management.notify(new MessageAcknowledgedEvent(
                        clientId, message.topic(), message.nanoTime(), System.nanoTime(), System.currentTimeMillis()));
            } catch (Exception e) {
                LOG.debug("{}: an event notifier failed", clientId, e);
            }
        }
    }

    @Override
    public Type getType() {
        return Type.Custom;
    }

    @Override
    public Object getSource() {
        return this;
    }

    @Override
    public long getTimestamp() {
        return timestamp;
    }

    @Override
    public void setTimestamp(long timestamp) {
        // it is when the event was made
    }
}
