package dev.piroutes.mqtt;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much an outbox keeps. What waits in held topics has a bound of its own, of the same size: it takes no room from the
 * others. Guarded by its {@link Outbox}'s lock.
 */
final class OutboxBounds {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxBounds.class);

    private final String device;
    private final OutboxLimits limits;
    private final OutboxQueue queue;

    private long refused;

    /** Whether it was logged since the last connect. */
    private boolean logged;

    OutboxBounds(String device, OutboxLimits limits, OutboxQueue queue) {
        this.device = device;
        this.limits = limits;
        this.queue = queue;
    }

    /** @throws OutboxException if there is no room for the message, which is logged once */
    void require(OutboxMessage message) throws OutboxException {
        HeldTopics.Topic topic = queue.held.get(message.topic());
        int messages = topic == null ? queue.sendable() : queue.held.messages();
        long bytes = topic == null ? queue.bytes() - queue.held.bytes() : queue.held.bytes();
        if (messages >= limits.messages()) {
            throw reached(topic, "outboxMessages=" + limits.messages());
        }
        if (bytes + message.size() > limits.bytes()) {
            throw reached(topic, "outboxBytes=" + limits.bytes());
        }
    }

    private OutboxException reached(HeldTopics.@Nullable Topic topic, String bound) {
        refused++;
        if (topic == null && !logged) {
            logged = true;
            LOG.error(
                    "{}: outbox full ({}): what is published from now on is refused until the broker is back",
                    device,
                    bound);
        } else if (topic != null && topic.fills()) {
            LOG.error(
                    "{}: outbox full ({}): what is published to {} is refused until the broker takes that topic",
                    device,
                    bound,
                    PublishRules.show(topic.name));
        }
        return new OutboxException("outbox full (" + bound + ")");
    }

    /** How many messages found no room. */
    long refused() {
        return refused;
    }

    void connected() {
        logged = false;
    }
}
