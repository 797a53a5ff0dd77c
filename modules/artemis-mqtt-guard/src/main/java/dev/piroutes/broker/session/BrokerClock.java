package dev.piroutes.broker.session;

import dev.piroutes.files.Reason;
import dev.piroutes.time.Moment;
import dev.piroutes.time.SteadyClock;
import dev.piroutes.time.Time;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clock by which sessions, wills and messages grow old: a {@link SteadyClock} in the journal, so that what is
 * written down in its milliseconds means the same after a restart.
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

    private final ActiveMQServer server;
    private final SteadyClock clock;
    private final KeyedLog log;
    private SteadyClock.Stamp stored;
    private @Nullable ScheduledFuture<?> looking;

    public BrokerClock(ActiveMQServer server, Time time) {
        this.server = server;
        this.log = new KeyedLog(server, "clock", message -> false);
        this.clock = new SteadyClock(time);
        this.stored = clock.stamp();
    }

    /** Now. */
    public long millis() {
        return clock.millis();
    }

    /** Goes on from where it was; to be called before whatever reads the time, when the server has read its journal. */
    public synchronized void activate() throws Exception {
        log.activate();
        Message record = log.get(KEY);
        if (record != null) {
            Moment moment = new Moment(
                    record.getLongProperty(WALL), record.getStringProperty(BOOT), record.getLongProperty(UPTIME));
            clock.resume(new SteadyClock.Stamp(record.getLongProperty(MILLIS), moment));
        }
        store();
        looking = server.getScheduledPool()
                .scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** At least so much has been read before: it has been written down with something else. */
    void notBefore(long then) {
        clock.notBefore(then);
    }

    public synchronized void deactivate() {
        if (looking != null) {
            looking.cancel(false);
        }
        log.deactivate();
    }

    private synchronized void look() {
        SteadyClock.Stamp now = clock.stamp();
        if (now.millis() - stored.millis() >= STORE_MS || Math.abs(ahead(now) - ahead(stored)) >= JUMP_MS) {
            store();
        }
    }

    /** By how much the machine's clock is before this one. */
    private static long ahead(SteadyClock.Stamp stamp) {
        return stamp.moment().wall() - stamp.millis();
    }

    /** Writes it down. */
    synchronized void store() {
        stored = clock.stamp();
        Moment now = stored.moment();
        Message record = new CoreMessage(server.getStorageManager().generateID(), 128);
        record.putLongProperty(MILLIS, stored.millis());
        record.putLongProperty(WALL, now.wall());
        record.putStringProperty(BOOT, SimpleString.of(now.boot()));
        record.putLongProperty(UPTIME, now.uptime());
        try {
            log.put(KEY, record);
        } catch (Exception e) {
            LOG.warn("cannot write down how late it is: {}", Reason.of(e));
        }
    }
}
