package dev.piroutes.broker.session;

import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.core.server.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a client publishes out of its own subscription (MQTT 5, No Local). Artemis queues it and then offers it to
 * nobody, for ever.
 */
final class NotFrom extends QueueFilter {
    private final String clientId;

    private NotFrom(String clientId, @Nullable Filter own) {
        super(own);
        this.clientId = clientId;
    }

    /** Gives a queue this filter, or takes it away. */
    static void set(Queue queue, boolean noLocal, String clientId) throws Exception {
        Filter present = queue.getFilter();
        if (noLocal && !(present instanceof NotFrom)) {
            queue.setFilter(new NotFrom(clientId, present));
        } else if (!noLocal && present instanceof NotFrom notFrom) {
            queue.setFilter(notFrom.own);
        }
    }

    @Override
    public boolean match(Message message) {
        return !clientId.equals(message.getStringProperty(Internal.CLIENT_ID)) && ownMatches(message);
    }
}
