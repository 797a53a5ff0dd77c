package dev.piroutes.mqtt;

import java.util.EventObject;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.ManagementStrategy;
import org.apache.camel.util.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker has acknowledged what a device published: for Camel's event notifiers. The source is a {@code JsonObject}
 * with the {@code event} "mqtt-acknowledged", {@code clientId}, {@code topic} and, both on the clock of {@link
 * System#nanoTime}, {@code published} (when the device was asked to, or this process read what an earlier one left) and
 * {@code nanoTime} (when it was acknowledged).
 */
public final class MessageAcknowledgedEvent extends EventObject implements CamelEvent {
    private static final long serialVersionUID = 1;

    private static final Logger LOG = LoggerFactory.getLogger(MessageAcknowledgedEvent.class);

    private final long timestamp = System.currentTimeMillis();

    MessageAcknowledgedEvent(String clientId, OutboxMessage message) {
        super(json(clientId, message));
    }

    /** For whoever watches Camel's events; costs nothing while nobody does. */
    static void notify(CamelContext context, String clientId, OutboxMessage message) {
        ManagementStrategy management = context.getManagementStrategy();
        if (!management.getEventNotifiers().isEmpty()) {
            try {
                management.notify(new MessageAcknowledgedEvent(clientId, message));
            } catch (Exception e) {
                LOG.debug("{}: an event notifier failed", clientId, e);
            }
        }
    }

    private static JsonObject json(String clientId, OutboxMessage message) {
        JsonObject json = new JsonObject();
        json.put("event", "mqtt-acknowledged");
        json.put("clientId", clientId);
        json.put("topic", message.topic());
        json.put("published", message.nanoTime());
        json.put("nanoTime", System.nanoTime());
        return json;
    }

    @Override
    public Type getType() {
        return Type.Custom;
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
