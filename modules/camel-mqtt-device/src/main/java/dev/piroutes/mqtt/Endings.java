package dev.piroutes.mqtt;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the ends of a device's connections say of the messages that were under way: MQTT 3.1.1 has no other way to refuse one.
 * And what is said of those that are refused.
 * Runs on the connection's control thread, where nothing else is said.
 */
final class Endings {

    /** How many connections in a row may end with an announcement before it is left out. */
    private static final int BIRTHS = 3;

    private static final Duration SETTLE = Duration.ofMillis(500);
    private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

    private final DeviceOptions options;
    private final Transport transport;
    private final Outbox outbox;
    private final Announcements announcements;
    private final StatusPublisher status;

    /** What went to the broker beside the outbox, so that a connection that ends is not taken for its message's fault. */
    private final LongAdder others = new LongAdder();

    /** {@link #others} when a trial began. */
    private long othersAtTrial;

    private int cutOffs;
    private int announcementsCutOff;

    Endings(
            DeviceOptions options,
            Transport transport,
            Outbox outbox,
            Announcements announcements,
            StatusPublisher status) {
        this.options = options;
        this.transport = transport;
        this.outbox = outbox;
        this.announcements = announcements;
        this.status = status;
    }

    /** Something beside the outbox was sent. On any thread. */
    void sentOther() {
        others.increment();
    }

    /** Tries a topic whose messages wait, if it is time. */
    void tryHeld() {
        long before = others.sum();
        if (outbox.tryHeld()) {
            othersAtTrial = before;
        }
    }

    /** The broker has taken all that introduces the device. */
    void introduced() {
        announcementsCutOff = 0;
    }

    /** A connection has held long enough for the broker to have no quarrel with a message. */
    void held() {
        cutOffs = 0;
    }

    /** A connection has ended at once. @return whether a message may be why: once may be the network */
    boolean cutOffAtOnce(boolean ready) {
        cutOffs++;
        return cutOffs > 1 && suspect(ready) != null;
    }

    /** Where the message goes that the broker has not taken, of the outbox or of what comes before it. */
    private @Nullable String suspect(boolean ready) {
        String topic = outbox.topicUnderWay();
        return topic != null || ready ? topic : announcements.unacknowledged().orElseGet(status::awaited);
    }

    /** A connection has ended that the broker had taken: holds what may be why. To be called before the outbox is told. */
    void ended() {
        List<OutboxMessage> unanswered = transport.unanswered().stream()
                .filter(OutboxMessage.class::isInstance)
                .map(OutboxMessage.class::cast)
                .toList();
        String topic = outbox.ended(others.sum() == othersAtTrial, unanswered);
        if (topic != null) {
            LOG.warn("{}: {}; other topics go on", options.clientId(), heldMessage(topic));
        }
    }

    /**
     * Sends what was under way when connections ended, one message at a time and nothing else: the one with which this
     * connection ends is why.
     *
     * @return whether the broker has taken all of them, and the device has disconnected
     */
    boolean findSuspect(BooleanSupplier stopping) {
        outbox.connected();
        int left = outbox.suspects();
        long limit = System.nanoTime() + Transport.ANSWER.toNanos();
        while (left > 0 && transport.isConnected() && !stopping.getAsBoolean() && System.nanoTime() < limit) {
            LockSupport.parkNanos(1_000_000);
            int now = outbox.suspects();
            if (now < left) {
                left = now;
                limit = System.nanoTime() + Transport.ANSWER.toNanos();
            }
        }
        if (left > 0 || stopping.getAsBoolean()) {
            return false;
        }
        outbox.allTogether();
        try {
            transport.disconnect();
        } catch (TransportException e) {
            LOG.debug("{}: no clean disconnect: {}", options.clientId(), e.getMessage());
        }
        return true;
    }

    /** The transport must not send again by itself what waits, of a topic all or nothing. To be called when the outbox knows of the end. */
    void takeBackHeld() {
        Set<String> held = Set.copyOf(outbox.heldTopics());
        transport
                .forget(context -> context instanceof OutboxMessage message && held.contains(message.topic()))
                .forEach(message -> outbox.takenBack((OutboxMessage) message));
    }

    /** A device works without being announced: what the broker refuses again and again is left out. */
    void notAnnounced() {
        Optional<String> topic = announcements.unacknowledged();
        if (topic.isEmpty() || ++announcementsCutOff < BIRTHS) {
            return;
        }
        LOG.error(
                "{}: the broker has ended {} connections before it took the announcement on {}, so nothing is announced"
                        + " until the next start: is this device permitted to publish there? The broker's log says what"
                        + " it denies",
                options.clientId(),
                BIRTHS,
                topic.get());
        announcements.giveUp();
    }

    /** The broker has answered, before the device was ready, that it does not take what introduces it. */
    String refusedMessage(TransportException answer) {
        return "the broker refuses a message to " + suspect(false) + " (" + answer.getMessage() + "): is " + user()
                + " permitted to publish there?";
    }

    String refusedMessage(boolean ready) {
        if (outbox.topicUnderWay() != null) {
            return "the broker ends every connection at once, and takes none of the messages under way: they are sent one"
                    + " at a time now, to find the one that it does not take";
        }
        return "the broker ends every connection at once, and has not taken a message to " + suspect(ready) + ": is "
                + user() + " permitted to publish there? The broker's log says what it denies";
    }

    /** What a person should know of a topic whose messages wait. On any thread. */
    String heldMessage(String topic) {
        String why = outbox.heldBecause(topic);
        if (why != null) {
            return "the broker refuses messages to " + PublishRules.show(topic) + " (" + why
                    + "), so these wait, and are tried now and then: is " + user() + " permitted to publish there?";
        }
        return "the broker ends the connection when it gets a message to " + PublishRules.show(topic)
                + ", so these wait, and are tried now and then: is " + user()
                + " permitted to publish there? The broker's log says what it denies";
    }

    /** Before the device leaves: waits for what is under way, but not long. */
    void settle() {
        long limit = System.nanoTime() + SETTLE.toNanos();
        while (outbox.depth() > outbox.heldMessages() && System.nanoTime() < limit && transport.isConnected()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private String user() {
        Credentials credentials = options.credentials();
        return credentials.username() == null ? "this device" : credentials.who();
    }
}
