package dev.piroutes.mqtt;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The messages of an outbox in order, and which of them are under way. Guarded by its {@link Outbox}'s lock. */
final class OutboxQueue {

    /** Those whose messages wait, for they end the connection. */
    final HeldTopics held = new HeldTopics();

    private final NavigableMap<Long, OutboxMessage> messages = new TreeMap<>();
    private long nextSequence;
    private long nextToSend;
    private long bytes;
    private int underWay;

    /** Takes what an earlier process has left. */
    void load(OutboxMessage message) {
        messages.put(message.sequence(), message);
        bytes += message.size();
    }

    /** The sequence number of the next message. */
    void continueWith(long sequence) {
        nextSequence = sequence;
    }

    long nextSequence() {
        return nextSequence;
    }

    /** Adds a message with the {@link #nextSequence}. */
    void add(OutboxMessage message) {
        nextSequence++;
        load(message);
        held.added(message);
    }

    boolean contains(OutboxMessage message) {
        return messages.containsKey(message.sequence());
    }

    /** @return whether it was there */
    boolean remove(OutboxMessage message) {
        if (messages.remove(message.sequence()) == null) {
            return false;
        }
        bytes -= message.size();
        held.removed(message);
        if (message.sent) {
            underWay--;
        }
        return true;
    }

    /** Those that the connection does not have, and of which this is true. */
    List<OutboxMessage> unsent(Predicate<OutboxMessage> which) {
        return messages.values().stream()
                .filter(message -> !message.sent && which.test(message))
                .toList();
    }

    void sent(OutboxMessage message) {
        message.sent = true;
        underWay++;
    }

    /** The connection has forgotten a message. */
    void takenBack(OutboxMessage message) {
        if (message.sent && contains(message)) {
            message.sent = false;
            underWay--;
            nextToSend = Math.min(nextToSend, message.sequence());
        }
    }

    /** The connection has forgotten all of them. */
    void allTakenBack() {
        messages.values().forEach(message -> message.sent = false);
        underWay = 0;
        nextToSend = 0;
    }

    /** The next that is to be sent and does not wait in a held topic, up to this sequence number. */
    @Nullable
    OutboxMessage toSend(long last) {
        var next = messages.ceilingEntry(nextToSend);
        while (next != null && next.getKey() <= last) {
            OutboxMessage message = next.getValue();
            if (!message.sent && !held.has(message.topic())) {
                return message;
            }
            nextToSend = message.sequence() + 1;
            next = messages.higherEntry(next.getKey());
        }
        return null;
    }

    void hold(String topic, @Nullable String why, long now) {
        held.hold(topic, why, now);
        messages.values().stream()
                .filter(message -> message.topic().equals(topic))
                .forEach(held::added);
    }

    /** What waited is to be sent, in its place. */
    void release(String topic) {
        held.release(topic);
        nextToSend = 0;
    }

    Iterable<OutboxMessage> all() {
        return messages.values();
    }

    @Nullable
    OutboxMessage first() {
        return messages.isEmpty() ? null : messages.firstEntry().getValue();
    }

    @Nullable
    OutboxMessage first(String topic) {
        return messages.values().stream()
                .filter(message -> message.topic().equals(topic))
                .findFirst()
                .orElse(null);
    }

    /** The first that is under way and does not wait in a held topic. */
    @Nullable
    OutboxMessage firstUnderWay() {
        return messages.values().stream()
                .filter(message -> message.sent && !held.has(message.topic()))
                .findFirst()
                .orElse(null);
    }

    /** The sequence number of the last that is under way, or -1. */
    long lastUnderWay() {
        return messages.descendingMap().values().stream()
                .filter(message -> message.sent)
                .findFirst()
                .map(OutboxMessage::sequence)
                .orElse(-1L);
    }

    /** How many do not wait in a held topic, up to this sequence number. */
    int sendable(long last) {
        return (int) messages.headMap(last, true).values().stream()
                .filter(message -> !held.has(message.topic()))
                .count();
    }

    /** How many do not wait in a held topic. */
    int sendable() {
        return messages.size() - held.messages();
    }

    int size() {
        return messages.size();
    }

    /** Topics and payloads, in bytes. */
    long bytes() {
        return bytes;
    }

    int underWay() {
        return underWay;
    }
}
