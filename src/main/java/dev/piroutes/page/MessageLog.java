package dev.piroutes.page;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.util.json.JsonObject;

/**
 * What was published under the root: the last {@value #KEPT} messages, and the last of each of up to {@value #TOPICS} topics,
 * the longest silent of which are forgotten first.
 */
final class MessageLog {
    static final int KEPT = 500;
    static final int TOPICS = 2000;

    /** @param count how many there were on its topic, with it */
    record Latest(Message message, int count) implements WrittenLate {
        @Override
        public JsonObject json() {
            JsonObject json = message.json();
            json.put("count", count);
            return json;
        }
    }

    private final Deque<Message> last = new ArrayDeque<>();
    private final Map<String, Latest> topics = new LinkedHashMap<>();
    private long id;

    synchronized Message add(Moment came, String topic, byte[] beginning, int size, int qos, boolean retained) {
        Message message = new Message(++id, came, topic, beginning, size, qos, retained);
        last.addLast(message);
        if (last.size() > KEPT) {
            last.removeFirst();
        }
        Latest before = topics.remove(topic);
        topics.put(topic, new Latest(message, before == null ? 1 : before.count() + 1));
        if (topics.size() > TOPICS) {
            topics.remove(topics.keySet().iterator().next());
        }
        return message;
    }

    synchronized List<Message> messages() {
        return new ArrayList<>(last);
    }

    synchronized List<Latest> topics() {
        return new ArrayList<>(topics.values());
    }
}
