package dev.piroutes.broker.session;

import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.jspecify.annotations.Nullable;

/** What must be known of a client id to end its session and to send its will in time; guarded by {@link Sessions}. */
final class Session {
    /** Seconds; MQTT's own sign for "never". */
    static final long NEVER = 0xffff_ffffL;

    private static final SimpleString EXPIRY = SimpleString.of("piroutes.expiry");
    private static final SimpleString LEFT = SimpleString.of("piroutes.left");
    private static final SimpleString WILL = SimpleString.of("piroutes.will");

    final String clientId;
    /** Seconds that it outlives its connection; 0: not at all. */
    long expiry;
    /** When its client left, by the {@link BrokerClock}; 0 while it is connected. */
    long left;
    /** When its client last tried to connect, by the same clock. */
    long asked;
    /** Its connection, while it has one. */
    @Nullable
    Object owner;

    @Nullable
    Will will;
    /** When to send the will, if its client does not come back. */
    long willAt;

    boolean stored;

    Session(String clientId) {
        this.clientId = clientId;
    }

    /** As it was stored. */
    Session(String clientId, Message record) {
        this(clientId);
        expiry = record.getLongProperty(EXPIRY);
        left = record.getLongProperty(LEFT);
        if (record.containsProperty(WILL)) {
            will = Will.of(record);
        }
        stored = true;
    }

    /** To be stored. */
    Message record(long id) {
        Message record = will != null ? will.record(id) : new CoreMessage(id, 64);
        if (will != null) {
            record.putBooleanProperty(WILL, true);
        }
        record.putLongProperty(EXPIRY, expiry);
        record.putLongProperty(LEFT, left);
        return record;
    }

    boolean isConnected() {
        return left == 0;
    }

    /** Whether its time is over. */
    boolean isDue(long now) {
        return !isConnected() && expiry != NEVER && now >= left + TimeUnit.SECONDS.toMillis(expiry);
    }

    /** When the will of a client that left is due: after its delay, but not after the end of the session. */
    long willDue(long since) {
        long delay = will == null ? 0 : will.delay();
        return since + TimeUnit.SECONDS.toMillis(expiry == NEVER ? delay : Math.min(delay, expiry));
    }
}
