package dev.piroutes.mqtt;

import java.util.concurrent.CompletableFuture;

/** A publish on its way. Its mutable state belongs to its {@link Outbox} and is guarded by that one's lock. */
final class OutboxMessage {

    private final long sequence;
    private final Publication publication;
    private final int size;
    private final long since;
    private final long nanoTime = System.nanoTime();

    /** Completes when the broker has acknowledged the message or it is on disk; fails if it can be neither. */
    private final CompletableFuture<Void> safe = new CompletableFuture<>();

    /** Whether the message is in the outbox's file. */
    boolean stored;

    /** Whether the connection has it: sent, or to be sent again by Paho itself after a reconnect. */
    boolean sent;

    /** @param since when it was published, by the outbox's {@link dev.piroutes.time.SteadyClock} */
    OutboxMessage(long sequence, Publication publication, long since) {
        this.sequence = sequence;
        this.publication = publication;
        this.size = publication.payload().length
                + publication.topic().length()
                + publication.properties().size();
        this.since = since;
    }

    long sequence() {
        return sequence;
    }

    /** As it was published. */
    Publication publication() {
        return publication;
    }

    String topic() {
        return publication.topic();
    }

    byte[] payload() {
        return publication.payload();
    }

    int qos() {
        return publication.qos();
    }

    boolean retained() {
        return publication.retained();
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
        return size;
    }
}
