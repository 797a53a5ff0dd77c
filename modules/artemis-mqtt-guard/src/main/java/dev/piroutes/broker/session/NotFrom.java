package dev.piroutes.broker.session;

import java.util.Map;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.selector.filter.Filterable;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what a client publishes out of its own subscription (MQTT 5, No Local). Artemis queues it and then offers it to
 * nobody, for ever.
 *
 * @param own the queue's filter without this one
 */
record NotFrom(String clientId, @Nullable Filter own) implements Filter {

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
        return !clientId.equals(message.getStringProperty(Internal.CLIENT_ID)) && (own == null || own.match(message));
    }

    @Override
    public boolean match(Map<String, String> map) {
        return own == null || own.match(map);
    }

    @Override
    public boolean match(Filterable filterable) {
        return own == null || own.match(filterable);
    }

    @Override
    public @Nullable SimpleString getFilterString() {
        return own == null ? null : own.getFilterString();
    }
}
