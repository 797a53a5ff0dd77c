package dev.piroutes.broker.paging;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.jspecify.annotations.Nullable;

/** The publisher to whom an operation context belongs. */
public final class Publishers {
    private final Map<OperationContext, Publisher> byContext = new ConcurrentHashMap<>();

    /** A connection has opened, and publishes in this context. */
    public Publisher opened(OperationContext context, Publisher.Reading reading) {
        Publisher publisher = new Publisher(context, reading);
        byContext.put(context, publisher);
        return publisher;
    }

    /** It publishes nothing more. */
    public void closed(OperationContext context) {
        byContext.remove(context);
    }

    @Nullable
    Publisher of(@Nullable OperationContext context) {
        return context == null ? null : byContext.get(context);
    }
}
