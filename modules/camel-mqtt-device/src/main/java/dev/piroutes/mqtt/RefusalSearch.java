package dev.piroutes.mqtt;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the message that a broker refuses. MQTT 5 has an answer for that ({@link #refused}). MQTT 3.1.1 refuses one by ending the
 * connection, as MQTT 5 may; so that it does not hold up the others:
 * <ol>
 *   <li>When {@value #CLOSINGS} connections in a row end with messages under way, of which none was acknowledged meanwhile, the
 *       next connection is for these alone, one at a time. The one with which that connection ends is the suspect.
 *   <li>Its topic is held: what is published to it waits, in order ({@link HeldTopics}); all other topics go on.
 *   <li>Now and then the first message of a held topic is sent alone, on a connection that works. If it is acknowledged, the
 *       topic is free. If the connection ends at once, and the broker then takes the next one, the message was refused.
 *   <li>Refused {@value HeldTopics#TRIES} times, it is set aside if there is a {@link Suspicion} that it is beyond a limit.
 *       Else only a permission can be missing: it waits for that, as long as it takes.
 * </ol>
 * Guarded by its {@link Outbox}'s lock.
 */
final class RefusalSearch {

    /** A message for which the broker ends the connection ends it sooner than this. */
    static final Duration AT_ONCE = Duration.ofSeconds(2);

    /** How many connections in a row may end without an acknowledgement. */
    private static final int CLOSINGS = 2;

    /** How long a held topic waits for a moment in which nothing else is to be sent. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** A message that is to be set aside. */
    record Refused(OutboxMessage message, String why) {}

    private final OutboxQueue queue;
    private final Suspicion suspicion = new Suspicion();
    private int closings;
    private long acknowledged;
    private long acknowledgedAtClosing;
    private boolean oneByOne;
    private long lastSuspect;
    private boolean makingRoom;
    private @Nullable OutboxMessage trial;
    private long trialBegan;
    private boolean trialAlone;
    /** Refused, if the broker takes the next connection: it may have gone away just then. */
    private @Nullable OutboxMessage refusedTrial;

    RefusalSearch(OutboxQueue queue) {
        this.queue = queue;
    }

    /** The broker has taken a message. @return whether its topic was held, and is no more */
    boolean acknowledged(OutboxMessage message) {
        acknowledged++;
        suspicion.acknowledged(message);
        if (trial == message) {
            trial = null;
        }
        boolean held = queue.held.has(message.topic());
        if (held) {
            queue.release(message.topic());
        }
        return held;
    }

    /**
     * The broker has answered that it does not take a message now: its topic is held.
     *
     * @return whether it was not before
     */
    boolean refused(OutboxMessage message, String why, long now) {
        queue.takenBack(message);
        HeldTopics.Topic held = queue.held.get(message.topic());
        if (held == null) {
            queue.hold(message.topic(), why, now);
        } else if (trial == message) {
            queue.held.refused(held, now);
        }
        if (trial == message) {
            trial = null;
        }
        return held == null;
    }

    /** How many the broker has taken. */
    long acknowledged() {
        return acknowledged;
    }

    /** The broker is there, and takes messages. @return what it has refused once too often, or null */
    @Nullable
    Refused works(long now) {
        OutboxMessage refusal = refusedTrial;
        refusedTrial = null;
        HeldTopics.Topic topic = refusal == null ? null : queue.held.get(refusal.topic());
        if (refusal == null || topic == null || !queue.contains(refusal)) {
            return null;
        }
        queue.held.refused(topic, now);
        String why = suspicion.reason(refusal);
        return why != null && topic.refusals >= HeldTopics.TRIES ? new Refused(refusal, why) : null;
    }

    /** The broker cannot be reached: then the end of a connection says nothing of a message. */
    void unreachable() {
        refusedTrial = null;
    }

    /** A refused message has left the queue. */
    void setAside(OutboxMessage message, long now) {
        HeldTopics.Topic topic = queue.held.get(message.topic());
        if (topic != null && queue.first(topic.name) == null) {
            queue.held.release(topic.name);
        } else if (topic != null) {
            HeldTopics.nextMessage(topic, now);
        }
    }

    /**
     * A connection has ended that the broker had taken.
     *
     * @param alone whether nothing but the outbox's messages was sent since a trial began
     * @param unanswered what was sent on it and the broker has not answered
     * @return the topic that is held from now on, or null
     */
    @Nullable
    String ended(boolean alone, List<OutboxMessage> unanswered, long now) {
        refusedTrial = null;
        String suspect = null;
        OutboxMessage tried = trial;
        if (tried != null) {
            later(tried, now);
            refusedTrial = trialAlone && alone && now - trialBegan <= AT_ONCE.toNanos() ? tried : null;
            trial = null;
        } else if (oneByOne) {
            // The transport may have sent two, if it still had to finish one of an earlier connection: then the next
            // one tells.
            OutboxMessage only = unanswered.size() == 1 ? unanswered.get(0) : null;
            if (only != null && queue.contains(only) && !queue.held.has(only.topic())) {
                suspect = only.topic();
                queue.hold(suspect, null, now);
            }
            oneByOne = suspects() > 0;
        } else {
            boolean underWay = hasUnderWay();
            boolean noneTaken = underWay && acknowledged == acknowledgedAtClosing;
            closings = noneTaken ? closings + 1 : underWay ? 1 : 0;
            if (closings >= CLOSINGS) {
                closings = 0;
                oneByOne = true;
                lastSuspect = queue.lastUnderWay();
            }
        }
        acknowledgedAtClosing = acknowledged;
        return suspect;
    }

    private void later(OutboxMessage tried, long now) {
        HeldTopics.Topic waiting = queue.held.get(tried.topic());
        if (waiting != null) {
            HeldTopics.tryLater(waiting, now);
        }
    }

    private boolean hasUnderWay() {
        return queue.firstUnderWay() != null;
    }

    /** Whether the next connection is for {@link #suspects} alone, of which one at a time may be under way. */
    boolean oneByOne() {
        return oneByOne;
    }

    /** How many messages may be why the broker ends connections, and have not been acknowledged. */
    int suspects() {
        return queue.sendable(lastSuspect);
    }

    /** There are no suspects any more: all may go as usual. */
    void allTogether() {
        oneByOne = false;
    }

    /** Whether a held topic is being tried. */
    boolean onTrial() {
        return trial != null;
    }

    /** Whether messages may be sent beside what is being tried. */
    boolean allowsOthers() {
        return trial == null && !makingRoom;
    }

    /** How many may be under way. @param usual as a rule */
    int window(int usual) {
        return oneByOne ? 1 : usual;
    }

    /** The sequence number of the last that may be sent. */
    long last() {
        return oneByOne ? lastSuspect : Long.MAX_VALUE;
    }

    /** The message of a held topic that is to be tried now, or null. To be called now and then while the connection works. */
    @Nullable
    OutboxMessage toTry(long now) {
        OutboxMessage tried = trial;
        if (tried != null) {
            if (now - trialBegan > AT_ONCE.toNanos()) {
                // It may take its time, or be without an answer: nobody waits for it.
                later(tried, now);
                trial = null;
            }
            return null;
        }
        HeldTopics.Topic topic = oneByOne ? null : queue.held.due(now).orElse(null);
        OutboxMessage first = topic == null ? null : queue.first(topic.name);
        if (topic == null || first == null || first.sent) {
            makingRoom = false;
            if (topic != null && first == null) {
                queue.held.release(topic.name);
            } else if (topic != null) {
                HeldTopics.tryLater(topic, now);
            }
            return null;
        }
        if (queue.sendable() > 0) {
            makingRoom = HeldTopics.overdue(topic, now) > PATIENCE.toNanos();
            if (!makingRoom || hasUnderWay()) {
                return null;
            }
        }
        makingRoom = false;
        return first;
    }

    /** A message that was {@link #toTry} is sent. */
    void trialBegins(OutboxMessage message, long now) {
        trialAlone = queue.underWay() == 0;
        trial = message;
        trialBegan = now;
    }

    /** It could not be sent. */
    void trialFails() {
        trial = null;
    }
}
