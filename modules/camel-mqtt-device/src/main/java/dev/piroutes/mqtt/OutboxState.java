package dev.piroutes.mqtt;

import dev.piroutes.time.SteadyClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an {@link Outbox} holds and counts, behind its lock, and what it is asked and told that needs no more. */
abstract sealed class OutboxState permits Outbox {

    final ReentrantLock lock = new ReentrantLock();
    final OutboxQueue queue = new OutboxQueue();
    final RefusalSearch search = new RefusalSearch(queue);

    /** By it messages grow old. */
    final SteadyClock clock;

    final OutboxLimits limits;
    final OutboxBounds bounds;

    long refused;
    long expired;
    long lastAcknowledged;

    OutboxState(String device, OutboxLimits limits, SteadyClock clock) {
        this.limits = limits;
        this.clock = clock;
        this.bounds = new OutboxBounds(device, limits, queue);
    }

    final boolean tooOld(OutboxMessage message) {
        Duration age = limits.age();
        long waited = clock.millis() - message.since();
        return age != null && waited > age.toMillis()
                || message.publication().properties().isExpired(waited);
    }

    /** What is to be sent of a message that has waited here: less of its time is left. */
    final Publication asOfNow(OutboxMessage message) {
        Publication published = message.publication();
        MessageProperties left = published.properties().after(Duration.ofMillis(clock.millis() - message.since()));
        return left == published.properties()
                ? published
                : new Publication(published.topic(), published.payload(), published.qos(), published.retained(), left);
    }

    final void locked(Runnable step) {
        lock.lock();
        try {
            step.run();
        } finally {
            lock.unlock();
        }
    }

    final <T extends @Nullable Object> T locked(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }

    /** How many messages wait for the broker. */
    int depth() {
        return locked(queue::size);
    }

    /** Topics and payloads of what waits for the broker, in bytes. */
    long bytes() {
        return locked(queue::bytes);
    }

    /** How long the first of the messages has waited for the broker, in milliseconds; 0 if none does. */
    long oldestAge() {
        return locked(() -> {
            OutboxMessage first = queue.first();
            return first == null ? 0 : Math.max(0, clock.millis() - first.since());
        });
    }

    /** Where the first of the messages goes that are under way, or {@code null} if none is. */
    @Nullable
    String topicUnderWay() {
        OutboxMessage first = locked(queue::firstUnderWay);
        return first == null ? null : first.topic();
    }

    /** The topics whose messages wait because the broker ends the connection for them. */
    List<String> heldTopics() {
        return locked(queue.held::names);
    }

    /** What the broker has said of one of them, or null: it has ended the connection. */
    @Nullable
    String heldBecause(String topic) {
        return locked(() -> {
            HeldTopics.Topic held = queue.held.get(topic);
            return held == null ? null : held.why;
        });
    }

    /** Whether the next connection is for {@link #suspects} alone, of which one at a time may be under way. */
    boolean oneByOne() {
        return locked(search::oneByOne);
    }

    /** How many messages may be why the broker ends connections, and have not been acknowledged. */
    int suspects() {
        return locked(search::suspects);
    }

    /** Whether a held topic is being tried. */
    boolean onTrial() {
        return locked(search::onTrial);
    }

    /** There are no suspects any more: all may go as usual. */
    void allTogether() {
        locked(search::allTogether);
    }

    /** The connection has forgotten a message. */
    void takenBack(OutboxMessage message) {
        locked(() -> queue.takenBack(message));
    }

    /** To be called when the broker cannot be reached: then the end of a connection says nothing of a message. */
    void unreachable() {
        locked(search::unreachable);
    }

    /** How many messages wait in {@link #heldTopics}. */
    int heldMessages() {
        return locked(queue.held::messages);
    }

    /** How many messages the broker has acknowledged. */
    long acknowledgedCount() {
        return locked(() -> search.acknowledged());
    }

    /** When the broker acknowledged the last one, in milliseconds since the epoch; 0 if it has none. */
    long lastAcknowledged() {
        return locked(() -> lastAcknowledged == 0 ? 0 : clock.wall(lastAcknowledged));
    }

    /** A message was not taken: it cannot be sent. */
    void countRefused() {
        locked(() -> {
            refused++;
        });
    }

    /** How many messages were refused because the outbox was full, or because they cannot be sent. */
    long refused() {
        return locked(() -> refused + bounds.refused());
    }

    /** How many messages were dropped because they were too old to be sent. */
    long expired() {
        return locked(() -> expired);
    }
}
