package dev.piroutes.mqtt;

import dev.piroutes.files.Reason;
import dev.piroutes.time.SteadyClock;
import dev.piroutes.time.Time;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a device has published and the broker has not yet acknowledged, in order.
 *
 * <p>While the connection is up a message waits in memory for its acknowledgement; while it is down, and for what was
 * unacknowledged when it broke, it waits in the {@link OutboxFile}. When the connection is back everything goes in the
 * order in which it was published. A process that starts finds what the one before it left. What the broker refuses does not
 * hold up the rest: {@link RefusalSearch}.
 *
 * <p>Thread-safe. Two locks: {@code lock} for the queue, and the file's own, so that publishers share one sync.
 */
final class Outbox extends OutboxState implements AutoCloseable {

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
    private final Time time;
    private final Sender sender;
    private final SetAsideMessages aside;
    private final PublishRules rules;
    private final Condition room = lock.newCondition();
    private final OutboxStore store;
    private boolean up;

    /**
     * @throws UncheckedIOException if another process uses the file
     */
    Outbox(
            String device,
            OutboxFile file,
            UnsentMessages unsent,
            PublishRules rules,
            OutboxLimits limits,
            Time time,
            Sender sender) {
        super(device, limits, new SteadyClock(time));
        this.device = device;
        this.rules = rules;
        this.aside = new SetAsideMessages(device, unsent, rules);
        this.time = time;
        this.sender = sender;
        this.store = new OutboxStore(device, file, clock, queue, lock, message -> {
            if (queue.remove(message)) {
                refused++;
            }
        });
        OutboxFile.Left left = file.load();
        if (left.clock() != null) {
            clock.resume(left.clock());
        }
        queue.continueWith(left.next());
        left.messages().values().forEach(message -> {
            message.stored = true;
            message.safe().complete(null);
            if (aside.isSendable(message)) {
                queue.load(message);
            } else {
                store.remove(message);
            }
        });
        queue.all().forEach(message -> clock.notBefore(message.since()));
    }

    /**
     * Takes a message. When it comes back the message is in its place in the order; it is safe when {@link
     * OutboxMessage#safe()} completes, which with the connection down is at once.
     *
     * @throws OutboxException if the outbox is full, or the message cannot be written
     */
    OutboxMessage add(Publication publication) throws OutboxException {
        return add(publication, true);
    }

    private OutboxMessage add(Publication publication, boolean wait) throws OutboxException {
        String topic = publication.topic();
        OutboxMessage message;
        boolean stored;
        lock.lock();
        try {
            // With the connection up, a full outbox only means that the broker is slower than the routes: they wait.
            while (wait && up && !isHeld(topic) && queue.sendable() >= Math.max(2 * WINDOW, limits.messages())) {
                room.awaitUninterruptibly();
            }
            message = new OutboxMessage(queue.nextSequence(), publication, clock.millis());
            if (!up || isHeld(topic) || !wait) {
                bounds.require(message);
            }
            queue.add(message);
            pump();
            stored = !up || isHeld(topic);
            if (stored) {
                store.add(message);
            }
        } finally {
            lock.unlock();
        }
        if (stored) {
            store.storePending();
            if (message.safe().isCompletedExceptionally()) {
                throw new OutboxException(
                        message.safe().handle((done, why) -> Reason.of(why)).join());
            }
        }
        return message;
    }

    private boolean isHeld(String topic) {
        return queue.held.has(topic);
    }

    /** To be called when the connection can take messages: sends what is here, in order. */
    void connected() {
        locked(() -> {
            up = true;
            bounds.connected();
            pump();
        });
    }

    /** To be called when a connection is whole, before {@link #connected}: the broker is there, and takes messages. */
    void works() {
        for (OutboxMessage message : locked(() -> queue.unsent(unsent -> rules.isBeyond(unsent.publication())))) {
            if (!aside.isSendable(message)) {
                drop(message);
            }
        }
        RefusalSearch.Refused refusal = locked(() -> search.works(time.nanos()));
        if (refusal != null
                && aside.put(
                        refusal.message(),
                        "the broker ended the connection at each try: " + refusal.why()
                                + ", or it is not permitted; the broker's log may say which")) {
            locked(() -> {
                if (remove(refusal.message())) {
                    search.setAside(refusal.message(), time.nanos());
                }
            });
            refusal.message().safe().complete(null);
        }
    }

    private void drop(OutboxMessage message) {
        locked(() -> {
            remove(message);
            makeUse();
        });
        message.safe().complete(null);
    }

    /**
     * To be called when the broker has answered that it does not take a message.
     *
     * @param forGood whether it never will: then the message is set aside; else it waits, and all others to its topic
     * @return whether the topic is held from now on
     */
    boolean refused(OutboxMessage message, String why, boolean forGood) {
        if (forGood && aside.put(message, "the broker refuses it: " + why)) {
            drop(message);
            return false;
        }
        boolean held = locked(() -> queue.contains(message) && search.refused(message, why, time.nanos()));
        storeUnacknowledged();
        locked(this::makeUse);
        return held;
    }

    /**
     * To be called when a connection has ended that the broker had taken, before {@link #disconnected}.
     *
     * @param alone whether nothing but this outbox's messages was sent since a trial began
     * @param unanswered what was sent on it and the broker has not answered
     * @return the topic that is held from now on, or null
     */
    @Nullable
    String ended(boolean alone, List<OutboxMessage> unanswered) {
        return locked(() -> search.ended(alone, unanswered, time.nanos()));
    }

    /**
     * Tries a held topic, if it is time: sends its first message alone. To be called now and then while the connection works.
     *
     * @return whether a trial has begun
     */
    boolean tryHeld() {
        return locked(() -> {
            long now = time.nanos();
            OutboxMessage first = up ? search.toTry(now) : null;
            if (first == null) {
                pump();
                return false;
            }
            if (tooOld(first)) {
                expire(first);
                return false;
            }
            search.trialBegins(first, now);
            if (!sender.send(first)) {
                search.trialFails();
                up = false;
                return false;
            }
            queue.sent(first);
            return true;
        });
    }

    /** Takes what a person wants to be sent again from its file. To be called now and then. */
    void takeBackAside() {
        aside.takeBack(message -> {
            OutboxMessage again = add(message.publication(), false);
            storeIfUnacknowledged(again);
            again.safe().join();
        });
    }

    /**
     * To be called when the connection is gone: puts on disk what is not there.
     *
     * @param kept true if the connection will send again by itself what it has (a persistent session of this process)
     */
    void disconnected(boolean kept) {
        locked(() -> {
            up = false;
            if (!kept) {
                queue.allTakenBack();
            }
            room.signalAll();
        });
        storeUnacknowledged();
    }

    /** To be called when the broker has acknowledged a message. */
    void acknowledged(OutboxMessage message) {
        boolean was = locked(() -> {
            if (!remove(message)) {
                return false;
            }
            if (search.acknowledged(message)) {
                LOG.info("{}: the broker takes messages to {} again", device, PublishRules.show(message.topic()));
            }
            lastAcknowledged = clock.millis();
            pump();
            room.signal();
            return true;
        });
        if (was) {
            message.safe().complete(null);
        }
    }

    /**
     * Puts one message on disk if the broker has not acknowledged it by now: for a route that has waited long enough.
     */
    void storeIfUnacknowledged(OutboxMessage message) {
        locked(() -> store.add(message));
        store.storePending();
    }

    /** Puts on disk whatever the broker has not acknowledged by now, as if the connection were about to break. */
    void storeUnacknowledged() {
        locked(() -> queue.all().forEach(store::add));
        store.storePending();
    }

    /** Takes what has been acknowledged off the disk. To be called now and then; cheap when there is nothing to do. */
    void tidy() {
        store.tidy();
    }

    @Override
    public void close() {
        disconnected(false);
        store.close();
    }

    /** How many messages of this device are in files of their own, because they cannot be sent. */
    int setAside() {
        return aside.count();
    }

    // Under the lock.

    /** There may be room again: for what waits to be sent, and for who waits to publish. */
    private void makeUse() {
        pump();
        room.signalAll();
    }

    /** Sends what may be sent. Under the lock, so that nothing overtakes. */
    private void pump() {
        while (up && search.allowsOthers() && queue.underWay() < search.window(WINDOW)) {
            OutboxMessage message = queue.toSend(search.last());
            if (message == null) {
                return;
            }
            if (tooOld(message)) {
                expire(message);
            } else if (sender.send(message)) {
                queue.sent(message);
            } else {
                up = false;
            }
        }
    }

    /** @return whether it was there */
    private boolean remove(OutboxMessage message) {
        boolean was = queue.remove(message);
        if (was) {
            store.remove(message);
        }
        return was;
    }

    private void expire(OutboxMessage message) {
        remove(message);
        message.safe().complete(null);
        if (expired++ == 0) {
            LOG.warn(
                    "{}: dropped a message to {} that was older than {}; others are dropped silently, and counted",
                    device,
                    message.topic(),
                    limits.age() == null ? "its message expiry" : "outboxAge=" + limits.age());
        }
    }
}
