package dev.piroutes.mqtt;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a device has published and the broker has not yet acknowledged, in order.
 *
 * <p>While the connection is up a message waits in memory for its acknowledgement; while it is down, and for what was
 * unacknowledged when it broke, it waits in the {@link OutboxFile}. When the connection is back everything goes in the
 * order in which it was published. A process that starts finds what the one before it left.
 *
 * <p>Thread-safe. Two locks: {@code lock} for the queue, and the file's own, so that publishers share one sync.
 */
final class Outbox implements AutoCloseable {

    /** What the connection can have under way; more waits here. Artemis and Mosquitto both take more. */
    static final int WINDOW = 1000;

    /** Hands a message to the connection. */
    @FunctionalInterface
    interface Sender {
        /** @return false if there is no connection (any more); the message stays here */
        boolean send(OutboxMessage message);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final String device;
    private final OutboxLimits limits;
    private final Clock clock;
    private final Sender sender;
    private final OutboxFile file;
    private final Object fileLock = new Object();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final NavigableMap<Long, OutboxMessage> messages = new TreeMap<>();
    private List<OutboxMessage> toStore = new ArrayList<>();
    private List<Long> toRemove = new ArrayList<>();
    private long nextSequence;
    private long nextToSend;
    private long bytes;
    private int underWay;
    private boolean up;
    private boolean boundReached;
    private long refused;
    private long expired;
    private long acknowledged;
    private long lastAcknowledged;

    /**
     * @throws UncheckedIOException if the file is there and cannot be read or is in use
     */
    Outbox(String device, OutboxFile file, OutboxLimits limits, Clock clock, Sender sender) {
        this.device = device;
        this.file = file;
        this.limits = limits;
        this.clock = clock;
        this.sender = sender;
        file.load().values().forEach(message -> {
            message.stored = true;
            message.safe().complete(null);
            messages.put(message.sequence(), message);
            bytes += message.size();
        });
        nextSequence = messages.isEmpty() ? 0 : messages.lastKey() + 1;
    }

    /**
     * Takes a message. When it comes back the message is in its place in the order; it is safe when {@link
     * OutboxMessage#safe()} completes, which with the connection down is at once.
     *
     * @throws OutboxException if the outbox is full, or the message cannot be written
     */
    OutboxMessage add(String topic, byte[] payload, int qos, boolean retained) throws OutboxException {
        OutboxMessage message;
        boolean store;
        lock.lock();
        try {
            // With the connection up, a full outbox only means that the broker is slower than the routes: they wait.
            while (up && messages.size() >= Math.max(2 * WINDOW, limits.messages())) {
                room.awaitUninterruptibly();
            }
            message = new OutboxMessage(nextSequence, topic, payload, qos, retained, clock.millis());
            if (!up) {
                checkBound(message);
            }
            nextSequence++;
            messages.put(message.sequence(), message);
            bytes += message.size();
            pump();
            store = !up;
            if (store) {
                toStore.add(message);
            }
        } finally {
            lock.unlock();
        }
        if (store) {
            storePending();
            if (message.safe().isCompletedExceptionally()) {
                throw new OutboxException(message.safe()
                        .handle((done, why) -> String.valueOf(why.getMessage()))
                        .join());
            }
        }
        return message;
    }

    /** To be called when the connection can take messages: sends what is here, in order. */
    void connected() {
        lock.lock();
        try {
            up = true;
            boundReached = false;
            pump();
        } finally {
            lock.unlock();
        }
    }

    /**
     * To be called when the connection is gone: puts on disk what is not there.
     *
     * @param kept true if the connection will send again by itself what it has (a persistent session of this process)
     */
    void disconnected(boolean kept) {
        lock.lock();
        try {
            up = false;
            if (!kept) {
                messages.values().forEach(message -> message.sent = false);
                underWay = 0;
                nextToSend = 0;
            }
            room.signalAll();
        } finally {
            lock.unlock();
        }
        storeUnacknowledged();
    }

    /** To be called when the broker has acknowledged a message. */
    void acknowledged(OutboxMessage message) {
        lock.lock();
        try {
            if (messages.remove(message.sequence()) == null) {
                return;
            }
            forget(message);
            acknowledged++;
            lastAcknowledged = clock.millis();
            if (message.sent) {
                underWay--;
            }
            pump();
            room.signal();
        } finally {
            lock.unlock();
        }
        message.safe().complete(null);
    }

    /**
     * Puts one message on disk if the broker has not acknowledged it by now: for a route that has waited long enough.
     */
    void storeIfUnacknowledged(OutboxMessage message) {
        lock.lock();
        try {
            if (message.stored || !messages.containsKey(message.sequence())) {
                return;
            }
            toStore.add(message);
        } finally {
            lock.unlock();
        }
        storePending();
    }

    /** Puts on disk whatever the broker has not acknowledged by now, as if the connection were about to break. */
    void storeUnacknowledged() {
        lock.lock();
        try {
            messages.values().stream().filter(m -> !m.stored).forEach(toStore::add);
        } finally {
            lock.unlock();
        }
        storePending();
    }

    /** Takes what has been acknowledged off the disk. To be called now and then; cheap when there is nothing to do. */
    void tidy() {
        List<Long> done;
        lock.lock();
        try {
            done = toRemove;
            toRemove = new ArrayList<>();
        } finally {
            lock.unlock();
        }
        if (done.isEmpty()) {
            return;
        }
        synchronized (fileLock) {
            try {
                file.remove(done);
            } catch (UncheckedIOException e) {
                LOG.warn("{}: {}; what was acknowledged may be sent again after a restart", device, reason(e));
            }
        }
    }

    /** How many messages wait for the broker. */
    int depth() {
        lock.lock();
        try {
            return messages.size();
        } finally {
            lock.unlock();
        }
    }

    /** Topics and payloads of what waits for the broker, in bytes. */
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** How long the first of the messages has waited for the broker, in milliseconds; 0 if none does. */
    long oldestAge() {
        lock.lock();
        try {
            return messages.isEmpty()
                    ? 0
                    : Math.max(
                            0, clock.millis() - messages.firstEntry().getValue().since());
        } finally {
            lock.unlock();
        }
    }

    /** Where the first of the messages goes that wait for the broker, or {@code null} if none does. */
    @Nullable
    String oldestTopic() {
        lock.lock();
        try {
            return messages.isEmpty() ? null : messages.firstEntry().getValue().topic();
        } finally {
            lock.unlock();
        }
    }

    /** How many messages the broker has acknowledged. */
    long acknowledgedCount() {
        lock.lock();
        try {
            return acknowledged;
        } finally {
            lock.unlock();
        }
    }

    /** When the broker acknowledged the last one, in milliseconds since the epoch; 0 if it has none. */
    long lastAcknowledged() {
        lock.lock();
        try {
            return lastAcknowledged;
        } finally {
            lock.unlock();
        }
    }

    /** How many messages were refused because the outbox was full. */
    long refused() {
        lock.lock();
        try {
            return refused;
        } finally {
            lock.unlock();
        }
    }

    /** How many messages were dropped because they were too old to be sent. */
    long expired() {
        lock.lock();
        try {
            return expired;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        disconnected(false);
        tidy();
        synchronized (fileLock) {
            file.close();
        }
    }

    private void checkBound(OutboxMessage message) throws OutboxException {
        if (messages.size() < limits.messages() && bytes + message.size() <= limits.bytes()) {
            return;
        }
        refused++;
        String bound = messages.size() >= limits.messages()
                ? "outboxMessages=" + limits.messages()
                : "outboxBytes=" + limits.bytes();
        if (!boundReached) {
            boundReached = true;
            LOG.error(
                    "{}: outbox full ({}): what is published from now on is refused until the broker is back",
                    device,
                    bound);
        }
        throw new OutboxException("outbox full (" + bound + ")");
    }

    /** Sends what may be sent. Under the lock, so that nothing overtakes. */
    private void pump() {
        while (up && underWay < WINDOW) {
            var next = messages.ceilingEntry(nextToSend);
            if (next == null) {
                return;
            }
            OutboxMessage message = next.getValue();
            if (!message.sent) {
                if (tooOld(message)) {
                    messages.remove(message.sequence());
                    forget(message);
                    message.safe().complete(null);
                    if (expired++ == 0) {
                        LOG.warn(
                                "{}: dropped a message to {} that was older than outboxAge={}; others are dropped silently, and counted",
                                device,
                                message.topic(),
                                limits.age());
                    }
                } else if (sender.send(message)) {
                    message.sent = true;
                    underWay++;
                } else {
                    up = false;
                    return;
                }
            }
            nextToSend = message.sequence() + 1;
        }
    }

    private boolean tooOld(OutboxMessage message) {
        return limits.age() != null
                && clock.millis() - message.since() > limits.age().toMillis();
    }

    private void forget(OutboxMessage message) {
        bytes -= message.size();
        if (message.stored) {
            toRemove.add(message.sequence());
        }
    }

    /** One sync for all that wait: who comes second finds the work done. */
    private void storePending() {
        synchronized (fileLock) {
            List<OutboxMessage> batch;
            lock.lock();
            try {
                batch = toStore.stream()
                        .filter(m -> !m.stored && messages.containsKey(m.sequence()))
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
                file.store(batch);
                stored(batch);
            } catch (UncheckedIOException e) {
                LOG.error("{}: {}", device, reason(e));
                refuse(batch, reason(e));
            }
        }
    }

    private void stored(Collection<OutboxMessage> batch) {
        lock.lock();
        try {
            for (OutboxMessage message : batch) {
                message.stored = true;
                if (!messages.containsKey(message.sequence())) {
                    toRemove.add(message.sequence());
                }
            }
        } finally {
            lock.unlock();
        }
        batch.forEach(message -> message.safe().complete(null));
    }

    /** What cannot be written is not promised: its publisher is told. What the connection has stays with it. */
    private void refuse(Collection<OutboxMessage> batch, String why) {
        lock.lock();
        try {
            for (OutboxMessage message : batch) {
                if (!message.sent && messages.remove(message.sequence()) != null) {
                    bytes -= message.size();
                    refused++;
                }
            }
        } finally {
            lock.unlock();
        }
        batch.forEach(message -> message.safe().completeExceptionally(new OutboxException(why)));
    }

    private static String reason(UncheckedIOException e) {
        return String.valueOf(e.getCause().getMessage());
    }
}
