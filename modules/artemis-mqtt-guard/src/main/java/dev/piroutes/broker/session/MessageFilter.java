package dev.piroutes.broker.session;

import java.util.Map;
import java.util.function.Predicate;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.selector.filter.Filterable;

/** A filter that is code, where Artemis would take an expression. */
record MessageFilter(Predicate<Message> matching) implements Filter {

    @Override
    public boolean match(Message message) {
        return matching.test(message);
    }

    @Override
    public boolean match(Map<String, String> map) {
        return false;
    }

    @Override
    public boolean match(Filterable filterable) {
        return false;
    }

    @Override
    public SimpleString getFilterString() {
        return SimpleString.of("");
    }
}
