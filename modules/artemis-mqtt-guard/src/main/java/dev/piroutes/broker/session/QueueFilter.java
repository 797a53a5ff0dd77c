package dev.piroutes.broker.session;

import java.util.Map;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.selector.filter.Filterable;
import org.jspecify.annotations.Nullable;

/** A filter that is code, where Artemis would take an expression; beside the queue's own, if there is one. */
public abstract class QueueFilter implements Filter {
    /** The queue's filter without this one. */
    final @Nullable Filter own;

    protected QueueFilter(@Nullable Filter own) {
        this.own = own;
    }

    /** Whether the queue's own filter takes the message. */
    protected final boolean ownMatches(Message message) {
        return own == null || own.match(message);
    }

    @Override
    public final boolean match(Map<String, String> map) {
        return own == null || own.match(map);
    }

    @Override
    public final boolean match(Filterable filterable) {
        return own == null || own.match(filterable);
    }

    @Override
    public final @Nullable SimpleString getFilterString() {
        return own == null ? null : own.getFilterString();
    }
}
