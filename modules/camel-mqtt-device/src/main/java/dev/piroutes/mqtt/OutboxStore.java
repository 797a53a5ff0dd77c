package dev.piroutes.mqtt;

import dev.piroutes.files.Reason;
import dev.piroutes.time.SteadyClock;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the messages of an outbox on disk and takes them off. One sync is for all that wait at that moment. */
final class OutboxStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxStore.class);

    private final String device;
    private final OutboxFile file;
    private final SteadyClock clock;
    private final OutboxQueue queue;
    /** The queue's. */
    private final ReentrantLock lock;

    private final Consumer<OutboxMessage> lost;
    private final Object fileLock = new Object();
    private List<OutboxMessage> toStore = new ArrayList<>();
    private List<Long> toRemove = new ArrayList<>();

    /** @param lost is told, under the lock, what cannot be written */
    OutboxStore(
            String device,
            OutboxFile file,
            SteadyClock clock,
            OutboxQueue queue,
            ReentrantLock lock,
            Consumer<OutboxMessage> lost) {
        this.device = device;
        this.file = file;
        this.clock = clock;
        this.queue = queue;
        this.lock = lock;
        this.lost = lost;
    }

    /** Under the lock: to be written by the next {@link #storePending}. */
    void add(OutboxMessage message) {
        toStore.add(message);
    }

    /** Under the lock: to be removed by the next {@link #tidy}, if it is there. */
    void remove(OutboxMessage message) {
        if (message.stored) {
            toRemove.add(message.sequence());
        }
    }

    /** One sync for all that wait: who comes second finds the work done. */
    void storePending() {
        synchronized (fileLock) {
            List<OutboxMessage> batch;
            lock.lock();
            try {
                batch = toStore.stream()
                        .filter(message -> !message.stored && queue.contains(message))
                        .distinct()
                        .toList();
                toStore = new ArrayList<>();
            } finally {
                lock.unlock();
            }
            if (batch.isEmpty()) {
                return;
            }
            try {
                file.store(batch, clock.stamp());
                stored(batch);
            } catch (UncheckedIOException e) {
                LOG.error("{}: {}", device, Reason.of(e));
                refuse(batch, Reason.of(e));
            }
        }
    }

    private void stored(List<OutboxMessage> batch) {
        lock.lock();
        try {
            for (OutboxMessage message : batch) {
                message.stored = true;
                if (!queue.contains(message)) {
                    toRemove.add(message.sequence());
                }
            }
        } finally {
            lock.unlock();
        }
        batch.forEach(message -> message.safe().complete(null));
    }

    /** What cannot be written is not promised: its publisher is told. What the connection has stays with it. */
    private void refuse(List<OutboxMessage> batch, String why) {
        lock.lock();
        try {
            batch.stream().filter(message -> !message.sent).forEach(lost);
        } finally {
            lock.unlock();
        }
        batch.forEach(message -> message.safe().completeExceptionally(new OutboxException(why)));
    }

    /** Takes what has left the outbox off the disk. To be called now and then; cheap when there is nothing to do. */
    void tidy() {
        List<Long> done;
        long next;
        lock.lock();
        try {
            done = toRemove;
            toRemove = new ArrayList<>();
            OutboxMessage first = queue.first();
            next = first == null ? queue.nextSequence() : first.sequence();
        } finally {
            lock.unlock();
        }
        if (done.isEmpty()) {
            return;
        }
        synchronized (fileLock) {
            try {
                file.remove(done, next);
            } catch (UncheckedIOException e) {
                LOG.warn("{}: {}; what was acknowledged may be sent again after a restart", device, Reason.of(e));
            }
        }
    }

    @Override
    public void close() {
        tidy();
        synchronized (fileLock) {
            file.close();
        }
    }
}
