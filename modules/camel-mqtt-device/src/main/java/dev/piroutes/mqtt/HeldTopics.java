package dev.piroutes.mqtt;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The topics of an outbox whose messages wait because the broker does not take the first of them. Such a message
 * is tried again now and then, alone: after 2 s, then twice as long each time, up to 5 min. Guarded by its {@link Outbox}'s
 * lock.
 */
final class HeldTopics {

    /** So many times alone and refused, and a message that may be beyond a limit is set aside. */
    static final int TRIES = 3;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(2);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

    /** What waits in one topic. */
    static final class Topic {
        final String name;
        private int messages;
        private long bytes;
        int refusals;
        private long due;
        private boolean full;
        /** What the broker has said, or null: it has ended the connection. */
        final @Nullable String why;

        private Topic(String name, @Nullable String why, long due) {
            this.name = name;
            this.why = why;
            this.due = due;
        }

        /** @return whether this is the first message for which there is no room since the topic is held */
        boolean fills() {
            boolean first = !full;
            full = true;
            return first;
        }
    }

    private final Map<String, Topic> topics = new LinkedHashMap<>();
    private int messages;
    private long bytes;

    boolean has(String topic) {
        return topics.containsKey(topic);
    }

    @Nullable
    Topic get(String topic) {
        return topics.get(topic);
    }

    List<String> names() {
        return List.copyOf(topics.keySet());
    }

    /** How many messages wait in all of them. */
    int messages() {
        return messages;
    }

    /** Their topics and payloads. */
    long bytes() {
        return bytes;
    }

    /** Holds a topic; its messages are still to be {@link #added}. */
    Topic hold(String topic, @Nullable String why, long now) {
        Topic held = new Topic(topic, why, now + FIRST_WAIT.toNanos());
        topics.put(topic, held);
        return held;
    }

    /** Lets a topic go. */
    void release(String topic) {
        Topic gone = topics.remove(topic);
        if (gone != null) {
            messages -= gone.messages;
            bytes -= gone.bytes;
        }
    }

    /** To be called for each message that comes to be in the outbox; does nothing for topics that are not held. */
    void added(OutboxMessage message) {
        count(message, 1);
    }

    /** To be called for each message that leaves the outbox. */
    void removed(OutboxMessage message) {
        count(message, -1);
    }

    private void count(OutboxMessage message, int sign) {
        Topic topic = topics.get(message.topic());
        if (topic != null) {
            topic.messages += sign;
            topic.bytes += (long) sign * message.size();
            messages += sign;
            bytes += (long) sign * message.size();
        }
    }

    /** The topic whose turn it is to be tried, if it is time for one. */
    Optional<Topic> due(long now) {
        return topics.values().stream()
                .filter(topic -> now - topic.due >= 0)
                .min(Comparator.comparingLong(topic -> topic.due - now));
    }

    /** How long a topic's turn has come. */
    static long overdue(Topic topic, long now) {
        return now - topic.due;
    }

    /** The first message of the topic was sent alone, and the broker did not take it. */
    void refused(Topic topic, long now) {
        topic.refusals++;
        long wait = FIRST_WAIT.toNanos() << Math.min(topic.refusals, 20);
        topic.due = now + Math.min(wait, LONGEST_WAIT.toNanos());
    }

    /** A try that told nothing. */
    static void tryLater(Topic topic, long now) {
        topic.due = now + FIRST_WAIT.toNanos();
    }

    /** The first message is gone: the next one of the topic gets one try before it goes the same way, at once. */
    static void nextMessage(Topic topic, long now) {
        topic.refusals = TRIES - 1;
        topic.due = now;
    }
}
