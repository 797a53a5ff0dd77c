package dev.piroutes.mqtt;

import dev.piroutes.files.Reason;
import dev.piroutes.time.Moment;
import dev.piroutes.time.SteadyClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The clock by which the messages of an outbox were written, beside them in their file: so the next process can tell how
 * old they are, whatever has happened to the time of day. Without it they were written by the time of day, as earlier versions did.
 */
final class OutboxClock {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxClock.class);
    private static final long KEY = 0;

    private OutboxClock() {}

    private static MVMap<Long, byte[]> map(MVStore store) {
        return store.openMap(
                "clock",
                new MVMap.Builder<Long, byte[]>().keyType(LongDataType.INSTANCE).valueType(ByteArrayDataType.INSTANCE));
    }

    /** To be committed with the messages. */
    static void write(MVStore store, SteadyClock.Stamp now) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(now.millis());
            out.writeLong(now.moment().wall());
            out.writeUTF(now.moment().boot());
            out.writeLong(now.moment().uptime());
            map(store).put(KEY, bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was written with the last of the messages. */
    static SteadyClock.@Nullable Stamp read(MVStore store) {
        byte[] bytes = store.hasMap("clock") ? map(store).get(KEY) : null;
        if (bytes == null) {
            return null;
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return new SteadyClock.Stamp(in.readLong(), new Moment(in.readLong(), in.readUTF(), in.readLong()));
        } catch (IOException e) {
            LOG.warn("cannot tell how old the messages of an outbox are: {}", Reason.of(e));
            return null;
        }
    }
}
