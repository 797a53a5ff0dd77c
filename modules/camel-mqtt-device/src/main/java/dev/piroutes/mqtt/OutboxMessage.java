package dev.piroutes.mqtt;

import java.util.concurrent.CompletableFuture;

/** A publish on its way. Its mutable state belongs to its {@link Outbox} and is guarded by that one's lock. */
final class OutboxMessage {

    private final long sequence;
    private final String topic;
    private final byte[] payload;
    private final int qos;
    private final boolean retained;
    private final long since;
    private final long nanoTime = System.nanoTime();

    /** Completes when the broker has acknowledged the message or it is on disk; fails if it can be neither. */
    private final CompletableFuture<Void> safe = new CompletableFuture<>();

    /** Whether the message is in the outbox's file. */
    boolean stored;

    /** Whether the connection has it: sent, or to be sent again by Paho itself after a reconnect. */
    boolean sent;

    /** @param since when it was published, by the outbox's {@link dev.piroutes.time.SteadyClock} */
    OutboxMessage(long sequence, String topic, byte[] payload, int qos, boolean retained, long since) {
        this.sequence = sequence;
        this.topic = topic;
        this.payload = payload;
        this.qos = qos;
        this.retained = retained;
        this.since = since;
    }

    long sequence() {
        return sequence;
    }

    String topic() {
        return topic;
    }

    byte[] payload() {
        return payload;
    }

    int qos() {
        return qos;
    }

    boolean retained() {
        return retained;
    }

    long since() {
        return since;
    }

    /** When this process had it first, by {@link System#nanoTime}. */
    long nanoTime() {
        return nanoTime;
    }

    CompletableFuture<Void> safe() {
        return safe;
    }

    /** What it counts for in the outbox's bound, in bytes. */
    int size() {
        return payload.length + topic.length();
    }
}
