package dev.piroutes.mqtt;

import dev.piroutes.time.SteadyClock;
import dev.piroutes.time.Time;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
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
 * <p>MQTT 3.1.1 refuses a message by ending the connection. So that one which is refused does not hold up the others:
 * <ol>
 *   <li>When {@value #CLOSINGS} connections in a row end with messages under way, of which none was acknowledged meanwhile, the
 *       next connection is for these alone, one at a time. The one with which that connection ends is the suspect.
 *   <li>Its topic is held: what is published to it waits, in order ({@link HeldTopics}); all other topics go on.
 *   <li>Now and then the first message of a held topic is sent alone, on a connection that works. If it is acknowledged, the
 *       topic is free. If the connection ends at once, and the broker then takes the next one, the message was refused.
 *   <li>Refused {@value HeldTopics#TRIES} times, it is set aside if there is a {@link Suspicion} that it is beyond a limit.
 *       Else only a permission can be missing: it waits for that, as long as it takes.
 * </ol>
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

    /** A message for which the broker ends the connection ends it sooner than this. */
    static final Duration AT_ONCE = Duration.ofSeconds(2);

    /** How many connections in a row may end without an acknowledgement. */
    private static final int CLOSINGS = 2;

    /** How long a held topic waits for a moment in which nothing else is to be sent. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    private final String device;
    private final OutboxLimits limits;
    /** By it messages grow old. */
    private final SteadyClock clock;

    private final Sender sender;
    private final OutboxFile file;
    private final UnsentMessages aside;
    private final PublishRules rules;
    private final Time time;
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

    private final HeldTopics held = new HeldTopics();
    private final Suspicion suspicion = new Suspicion();
    private int closings;
    private long acknowledgedAtClosing;
    private boolean oneByOne;
    private long lastSuspect;
    private boolean makingRoom;
    private @Nullable OutboxMessage trial;
    private long trialBegan;
    private boolean trialAlone;
    /** Refused, if the broker takes the next connection: it may have gone away just then. */
    private @Nullable OutboxMessage refusedTrial;

    /**
     * @throws UncheckedIOException if another process uses the file
     */
    Outbox(
            String device,
            OutboxFile file,
            UnsentMessages aside,
            PublishRules rules,
            OutboxLimits limits,
            Time time,
            Sender sender) {
        this.device = device;
        this.aside = aside;
        this.rules = rules;
        this.time = time;
        this.file = file;
        this.limits = limits;
        this.clock = new SteadyClock(time);
        this.sender = sender;
        OutboxFile.Left left = file.load();
        if (left.clock() != null) {
            clock.resume(left.clock());
        }
        nextSequence = left.next();
        left.messages().values().forEach(message -> {
            message.stored = true;
            message.safe().complete(null);
            if (isSendable(message)) {
                messages.put(message.sequence(), message);
                bytes += message.size();
            } else {
                toRemove.add(message.sequence());
            }
        });
        messages.values().forEach(message -> clock.notBefore(message.since()));
    }

    /** What an earlier version took and this one would not, or a broker of other limits, must not get in the way of the rest. */
    private boolean isSendable(OutboxMessage message) {
        if (aside.has(message)) {
            return false;
        }
        String problem = rules.problem(message.topic(), message.payload(), message.qos());
        return problem == null || !putAside(message, problem);
    }

    /**
     * Takes a message. When it comes back the message is in its place in the order; it is safe when {@link
     * OutboxMessage#safe()} completes, which with the connection down is at once.
     *
     * @throws OutboxException if the outbox is full, or the message cannot be written
     */
    OutboxMessage add(String topic, byte[] payload, int qos, boolean retained) throws OutboxException {
        return add(topic, payload, qos, retained, true);
    }

    private OutboxMessage add(String topic, byte[] payload, int qos, boolean retained, boolean wait)
            throws OutboxException {
        OutboxMessage message;
        boolean store;
        lock.lock();
        try {
            // With the connection up, a full outbox only means that the broker is slower than the routes: they wait.
            while (wait && up && !held.has(topic) && sendable() >= Math.max(2 * WINDOW, limits.messages())) {
                room.awaitUninterruptibly();
            }
            message = new OutboxMessage(nextSequence, topic, payload, qos, retained, clock.millis());
            if (!up || held.has(topic) || !wait) {
                checkBound(message);
            }
            nextSequence++;
            messages.put(message.sequence(), message);
            bytes += message.size();
            held.added(message);
            pump();
            store = !up || held.has(topic);
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

    /** To be called when a connection is whole, before {@link #connected}: the broker is there, and takes messages. */
    void works() {
        OutboxMessage giveUp = null;
        String why = null;
        lock.lock();
        try {
            OutboxMessage refusal = refusedTrial;
            refusedTrial = null;
            HeldTopics.Topic topic = refusal == null ? null : held.get(refusal.topic());
            if (refusal != null && topic != null && messages.containsKey(refusal.sequence())) {
                held.refused(topic, time.nanos());
                why = suspicion.reason(refusal);
                giveUp = why != null && topic.refusals() >= HeldTopics.TRIES ? refusal : null;
            }
        } finally {
            lock.unlock();
        }
        if (giveUp != null
                && putAside(
                        giveUp,
                        "the broker ended the connection at each try: " + why
                                + ", or it is not permitted; the broker's log may say which")) {
            leave(giveUp);
        }
    }

    /** To be called when the broker cannot be reached: then the end of a connection says nothing of a message. */
    void unreachable() {
        lock.lock();
        try {
            refusedTrial = null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * To be called when a connection has ended that the broker had taken, before {@link #disconnected}.
     *
     * @param alone whether nothing but this outbox's messages was sent since a trial began
     * @return the topic that is held from now on, or null
     */
    @Nullable
    String ended(boolean alone) {
        lock.lock();
        try {
            long now = time.nanos();
            refusedTrial = null;
            String suspect = null;
            OutboxMessage tried = trial;
            if (tried != null) {
                later(tried.topic(), now);
                refusedTrial = trialAlone && alone && now - trialBegan <= AT_ONCE.toNanos() ? tried : null;
                trial = null;
            } else if (oneByOne) {
                suspect = suspect();
                if (suspect != null) {
                    hold(suspect, now);
                }
                oneByOne = suspects() > 0;
            } else {
                boolean unanswered = hasUnderWay() && acknowledged == acknowledgedAtClosing;
                closings = unanswered ? closings + 1 : hasUnderWay() ? 1 : 0;
                if (closings >= CLOSINGS) {
                    closings = 0;
                    oneByOne = true;
                    lastSuspect = lastSent();
                }
            }
            acknowledgedAtClosing = acknowledged;
            return suspect;
        } finally {
            lock.unlock();
        }
    }

    private boolean hasUnderWay() {
        return messages.values().stream().anyMatch(message -> message.sent && !held.has(message.topic()));
    }

    private long lastSent() {
        return messages.descendingMap().values().stream()
                .filter(message -> message.sent)
                .findFirst()
                .map(OutboxMessage::sequence)
                .orElse(-1L);
    }

    private @Nullable String suspect() {
        return messages.headMap(lastSuspect, true).values().stream()
                .filter(message -> message.sent && !held.has(message.topic()))
                .findFirst()
                .map(OutboxMessage::topic)
                .orElse(null);
    }

    private void hold(String topic, long now) {
        held.hold(topic, now);
        messages.values().forEach(message -> {
            if (message.topic().equals(topic)) {
                held.added(message);
            }
        });
    }

    private void later(String topic, long now) {
        HeldTopics.Topic waiting = held.get(topic);
        if (waiting != null) {
            HeldTopics.tryLater(waiting, now);
        }
    }

    private void release(String topic) {
        held.release(topic);
        nextToSend = 0;
        LOG.info("{}: the broker takes messages to {} again", device, PublishRules.show(topic));
    }

    /** Whether the next connection is for {@link #suspects} alone, of which one at a time may be under way. */
    boolean oneByOne() {
        lock.lock();
        try {
            return oneByOne;
        } finally {
            lock.unlock();
        }
    }

    /** How many messages may be why the broker ends connections, and have not been acknowledged. */
    int suspects() {
        lock.lock();
        try {
            return (int) messages.headMap(lastSuspect, true).values().stream()
                    .filter(message -> !held.has(message.topic()))
                    .count();
        } finally {
            lock.unlock();
        }
    }

    /** There are no suspects any more: all may go as usual. */
    void allTogether() {
        lock.lock();
        try {
            oneByOne = false;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a held topic is being tried. */
    boolean onTrial() {
        lock.lock();
        try {
            return trial != null;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the connection must not send a message again by itself: it waits in a held topic. */
    boolean isHeld(OutboxMessage message) {
        lock.lock();
        try {
            return held.has(message.topic());
        } finally {
            lock.unlock();
        }
    }

    /** The connection has forgotten a message. */
    void takenBack(OutboxMessage message) {
        lock.lock();
        try {
            if (message.sent && messages.containsKey(message.sequence())) {
                message.sent = false;
                underWay--;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Tries a held topic, if it is time: sends its first message alone. To be called now and then while the connection works.
     *
     * @return whether a trial has begun
     */
    boolean tryHeld() {
        lock.lock();
        try {
            long now = time.nanos();
            if (trial != null) {
                if (now - trialBegan > AT_ONCE.toNanos()) {
                    // It may take its time, or be without an answer: nobody waits for it.
                    later(trial.topic(), now);
                    trial = null;
                    pump();
                }
                return false;
            }
            HeldTopics.Topic topic = up && !oneByOne ? held.due(now).orElse(null) : null;
            OutboxMessage first = topic == null ? null : first(topic.name());
            if (topic == null || first == null || first.sent) {
                makingRoom = false;
                if (topic != null && first == null) {
                    held.release(topic.name());
                } else if (topic != null) {
                    HeldTopics.tryLater(topic, now);
                }
                pump();
                return false;
            }
            return begin(topic, first, now);
        } finally {
            lock.unlock();
        }
    }

    private boolean begin(HeldTopics.Topic topic, OutboxMessage first, long now) {
        if (sendable() > 0) {
            makingRoom = HeldTopics.overdue(topic, now) > PATIENCE.toNanos();
            if (!makingRoom || hasUnderWay()) {
                return false;
            }
        }
        makingRoom = false;
        if (tooOld(first)) {
            expire(first);
            return false;
        }
        trialAlone = underWay == 0;
        trial = first;
        trialBegan = now;
        if (!sender.send(first)) {
            trial = null;
            up = false;
            return false;
        }
        first.sent = true;
        underWay++;
        return true;
    }

    private @Nullable OutboxMessage first(String topic) {
        return messages.values().stream()
                .filter(message -> message.topic().equals(topic))
                .findFirst()
                .orElse(null);
    }

    /** Takes what a person wants to be sent again from its file. To be called now and then. */
    void takeBackAside() {
        try {
            for (UnsentMessages.Message message : aside.toBeSent()) {
                returned(message);
            }
        } catch (IOException e) {
            LOG.debug("{}: messages set aside cannot be read: {}", device, e.toString());
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
            suspicion.acknowledged(message);
            if (trial == message) {
                trial = null;
            }
            if (held.has(message.topic())) {
                release(message.topic());
            }
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
        long next;
        lock.lock();
        try {
            done = toRemove;
            toRemove = new ArrayList<>();
            next = messages.isEmpty() ? nextSequence : messages.firstKey();
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

    /** Where the first of the messages goes that are under way, or {@code null} if none is. */
    @Nullable
    String topicUnderWay() {
        lock.lock();
        try {
            return messages.values().stream()
                    .filter(message -> message.sent && !held.has(message.topic()))
                    .findFirst()
                    .map(OutboxMessage::topic)
                    .orElse(null);
        } finally {
            lock.unlock();
        }
    }

    /** The topics whose messages wait because the broker ends the connection for them. */
    List<String> heldTopics() {
        lock.lock();
        try {
            return held.names();
        } finally {
            lock.unlock();
        }
    }

    /** How many messages wait in {@link #heldTopics}. */
    int heldMessages() {
        lock.lock();
        try {
            return held.messages();
        } finally {
            lock.unlock();
        }
    }

    /** How many messages of this device are in files of their own, because they cannot be sent. */
    int setAside() {
        try {
            return aside.count();
        } catch (IOException e) {
            LOG.debug("{}: messages set aside cannot be counted: {}", device, e.toString());
            return 0;
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
            return lastAcknowledged == 0 ? 0 : clock.wall(lastAcknowledged);
        } finally {
            lock.unlock();
        }
    }

    /** A message was not taken: it cannot be sent. */
    void countRefused() {
        lock.lock();
        try {
            refused++;
        } finally {
            lock.unlock();
        }
    }

    /** How many messages were refused because the outbox was full, or because they cannot be sent. */
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

    /** What waits in held topics has a bound of its own, of the same size: it takes no room from the others. */
    private void checkBound(OutboxMessage message) throws OutboxException {
        HeldTopics.Topic topic = held.get(message.topic());
        int waiting = topic == null ? sendable() : held.messages();
        long size = topic == null ? bytes - held.bytes() : held.bytes();
        if (waiting < limits.messages() && size + message.size() <= limits.bytes()) {
            return;
        }
        refused++;
        String bound =
                waiting >= limits.messages() ? "outboxMessages=" + limits.messages() : "outboxBytes=" + limits.bytes();
        if (topic != null) {
            if (topic.fills()) {
                LOG.error(
                        "{}: outbox full ({}): what is published to {} is refused until the broker takes that topic",
                        device,
                        bound,
                        PublishRules.show(topic.name()));
            }
        } else if (!boundReached) {
            boundReached = true;
            LOG.error(
                    "{}: outbox full ({}): what is published from now on is refused until the broker is back",
                    device,
                    bound);
        }
        throw new OutboxException("outbox full (" + bound + ")");
    }

    private int sendable() {
        return messages.size() - held.messages();
    }

    /** Sends what may be sent. Under the lock, so that nothing overtakes. */
    private void pump() {
        while (up && trial == null && !makingRoom && underWay < (oneByOne ? 1 : WINDOW)) {
            var next = messages.ceilingEntry(nextToSend);
            if (next == null || oneByOne && next.getKey() > lastSuspect) {
                return;
            }
            OutboxMessage message = next.getValue();
            if (!message.sent && !held.has(message.topic())) {
                if (tooOld(message)) {
                    expire(message);
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

    private void expire(OutboxMessage message) {
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
    }

    /** @return false if it cannot be written, and so stays in the outbox */
    private boolean putAside(OutboxMessage message, String reason) {
        try {
            Path to = aside.put(message, reason);
            LOG.error(
                    "{}: set aside a message to {} ({} bytes), what comes after it goes on: {}. It is in {};"
                            + " 'pi-routes outbox' sends it again or deletes it",
                    device,
                    PublishRules.show(message.topic()),
                    message.payload().length,
                    reason,
                    to);
            return true;
        } catch (UncheckedIOException e) {
            LOG.error("{}: {}; the message to {} waits", device, reason(e), PublishRules.show(message.topic()));
            return false;
        }
    }

    private void leave(OutboxMessage message) {
        lock.lock();
        try {
            if (messages.remove(message.sequence()) == null) {
                return;
            }
            forget(message);
            if (message.sent) {
                underWay--;
            }
            HeldTopics.Topic topic = held.get(message.topic());
            if (topic != null && first(topic.name()) == null) {
                held.release(topic.name());
            } else if (topic != null) {
                HeldTopics.nextMessage(topic, time.nanos());
            }
        } finally {
            lock.unlock();
        }
        message.safe().complete(null);
    }

    private void returned(UnsentMessages.Message message) throws IOException {
        try {
            String problem = rules.problem(message.topic(), message.payload(), message.qos());
            if (problem != null) {
                throw new OutboxException(problem);
            }
            OutboxMessage again = add(message.topic(), message.payload(), message.qos(), message.retained(), false);
            storeIfUnacknowledged(again);
            again.safe().join();
            UnsentMessages.delete(message);
            LOG.info("{}: {} is in the outbox again", device, message.name());
        } catch (OutboxException | CompletionException e) {
            aside.keep(message);
            LOG.error("{}: {} cannot be sent again and stays set aside: {}", device, message.name(), e.getMessage());
        }
    }

    private boolean tooOld(OutboxMessage message) {
        return limits.age() != null
                && clock.millis() - message.since() > limits.age().toMillis();
    }

    private void forget(OutboxMessage message) {
        bytes -= message.size();
        held.removed(message);
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
                file.store(batch, clock.stamp());
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
                    held.removed(message);
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
