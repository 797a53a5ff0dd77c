package dev.piroutes.broker.session;

import dev.piroutes.time.Moment;
import dev.piroutes.time.Time;
import java.util.Objects;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.impl.TransactionImpl;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clock by which sessions, wills and messages grow old. It looks like the time of day on which the broker first
 * started, and may be far from that of today: nobody sets it. It goes on while the broker is away, as far as {@link
 * Moment#since} can tell, and never back. So what is written down in its milliseconds means the same after a restart.
 *
 * <p>It is written down when the broker stops, when the machine's clock is set, and else once an hour: that hour is lost
 * if the machine loses its power and does not know the time when it is back.
 */
public final class BrokerClock {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerClock.class);
    private static final SimpleString MILLIS = SimpleString.of("piroutes.clock");
    private static final SimpleString WALL = SimpleString.of("piroutes.wall");
    private static final SimpleString BOOT = SimpleString.of("piroutes.boot");
    private static final SimpleString UPTIME = SimpleString.of("piroutes.uptime");
    private static final String KEY = "clock";
    private static final long LOOK_SECONDS = 60;
    private static final long STORE_MS = TimeUnit.HOURS.toMillis(1);
    /** What a clock that is set in small steps may be off before that counts as a jump. */
    private static final long JUMP_MS = TimeUnit.MINUTES.toMillis(1);

    private final Time time;
    private final KeyedLog log = new KeyedLog("clock", message -> false);
    private volatile Reading last;
    private long storedAt;
    private long storedAhead;
    private @Nullable ActiveMQServer server;
    private @Nullable ScheduledFuture<?> looking;

    private record Reading(long millis, long nanos) {}

    public BrokerClock(Time time) {
        this.time = time;
        // Above 0, which means elsewhere: never.
        this.last = new Reading(Math.max(1, time.now().wall()), time.nanos());
    }

    /** Now. */
    public long millis() {
        Reading before = last;
        return before.millis + TimeUnit.NANOSECONDS.toMillis(time.nanos() - before.nanos);
    }

    private void set(long millis) {
        last = new Reading(millis, time.nanos());
    }

    /** Goes on from where it was; to be called before whatever reads the time, when the server has read its journal. */
    public synchronized void activate(ActiveMQServer activated) throws Exception {
        server = activated;
        log.activate(activated);
        Message record = log.get(KEY);
        if (record != null) {
            set(resumed(record));
        }
        store();
        looking = activated
                .getScheduledPool()
                .scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private long resumed(Message record) {
        Moment stored = new Moment(
                record.getLongProperty(WALL), record.getStringProperty(BOOT), record.getLongProperty(UPTIME));
        return record.getLongProperty(MILLIS) + time.now().since(stored);
    }

    /** At least so much has been read before: it has been written down with something else. */
    synchronized void notBefore(long then) {
        if (millis() < then) {
            set(then);
        }
    }

    public synchronized void deactivate() {
        if (looking != null) {
            looking.cancel(false);
        }
        log.deactivate();
    }

    private synchronized void look() {
        long now = millis();
        long ahead = time.now().wall() - now;
        if (now - storedAt >= STORE_MS || Math.abs(ahead - storedAhead) >= JUMP_MS) {
            store();
        }
    }

    /** Writes it down. */
    synchronized void store() {
        ActiveMQServer active = Objects.requireNonNull(server, "not activated");
        Moment now = time.now();
        storedAt = millis();
        storedAhead = now.wall() - storedAt;
        Message record = new CoreMessage(active.getStorageManager().generateID(), 128);
        record.putLongProperty(MILLIS, storedAt);
        record.putLongProperty(WALL, now.wall());
        record.putStringProperty(BOOT, SimpleString.of(now.boot()));
        record.putLongProperty(UPTIME, now.uptime());
        try {
            Transaction tx = new TransactionImpl(active.getStorageManager());
            log.put(KEY, record, tx);
            tx.commit();
        } catch (Exception e) {
            LOG.warn("cannot write down how late it is: {}", e.toString());
        }
    }
}
