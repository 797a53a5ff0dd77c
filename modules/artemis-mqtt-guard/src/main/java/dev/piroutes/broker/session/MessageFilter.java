package dev.piroutes.broker.session;

import java.util.function.Predicate;
import org.apache.activemq.artemis.api.core.Message;

/** Finds messages in a queue. */
final class MessageFilter extends QueueFilter {
    private final Predicate<Message> matching;

    MessageFilter(Predicate<Message> matching) {
        super(null);
        this.matching = matching;
    }

    @Override
    public boolean match(Message message) {
        return matching.test(message);
    }
}
