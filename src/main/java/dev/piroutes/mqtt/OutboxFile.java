package dev.piroutes.mqtt;

import dev.piroutes.time.SteadyClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.jspecify.annotations.Nullable;

/**
 * The outbox on disk: messages by their sequence number, in an H2 MVStore file. The file is made when the first message
 * has to be kept, so a device with a good broker writes nothing. Not thread-safe.
 */
final class OutboxFile implements AutoCloseable {

    private static final int FORMAT = 1;

    private final Path path;
    private @Nullable MVStore store;
    private @Nullable MVMap<Long, byte[]> map;

    OutboxFile(Path path) {
        this.path = path;
    }

    /** What an earlier process left, in order; nothing if there is no file. */
    NavigableMap<Long, OutboxMessage> load() {
        NavigableMap<Long, OutboxMessage> messages = new TreeMap<>();
        if (Files.exists(path)) {
            map().forEach((sequence, bytes) -> messages.put(sequence, decode(sequence, bytes)));
        }
        return messages;
    }

    /** Of the clock by which the messages that are there were written, or {@code null} if that is not known. */
    SteadyClock.@Nullable Stamp clock() {
        return Files.exists(path) ? OutboxClock.read(map().getStore()) : null;
    }

    /**
     * Puts the messages on disk, in one sync: when this returns, a power cut does not lose them.
     *
     * @param now of the clock by which they are written
     */
    void store(Collection<OutboxMessage> messages, SteadyClock.Stamp now) {
        MVMap<Long, byte[]> open = map();
        try {
            messages.forEach(message -> open.put(message.sequence(), encode(message)));
            OutboxClock.write(open.getStore(), now);
            open.getStore().commit();
            open.getStore().sync();
        } catch (MVStoreException e) {
            abandon(open.getStore());
            throw failed(e);
        }
    }

    /** Forgets the messages. Not synced: after a power cut some may be sent again, none is lost. */
    void remove(Collection<Long> sequences) {
        MVMap<Long, byte[]> open = map();
        try {
            sequences.forEach(open::remove);
            open.getStore().commit();
        } catch (MVStoreException e) {
            abandon(open.getStore());
            throw failed(e);
        }
    }

    @Override
    public void close() {
        MVStore open = store;
        store = null;
        map = null;
        if (open != null && !open.isClosed()) {
            open.close();
        }
    }

    private MVMap<Long, byte[]> map() {
        MVMap<Long, byte[]> open = map;
        if (open != null && !open.isClosed()) {
            return open;
        }
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            MVStore opened = new MVStore.Builder()
                    .fileName(path.toString())
                    .autoCommitDisabled()
                    .cacheSize(1)
                    .open();
            store = opened;
            open = opened.openMap(
                    "messages",
                    new MVMap.Builder<Long, byte[]>()
                            .keyType(LongDataType.INSTANCE)
                            .valueType(ByteArrayDataType.INSTANCE));
            map = open;
            return open;
        } catch (MVStoreException | IOException e) {
            throw failed(e);
        }
    }

    /** After a failed write the store is unusable: it is opened again, as it was before the write, at the next use. */
    private void abandon(MVStore broken) {
        store = null;
        map = null;
        broken.closeImmediately();
    }

    private UncheckedIOException failed(Exception e) {
        String why = e instanceof MVStoreException mv && mv.getErrorCode() == org.h2.mvstore.DataUtils.ERROR_FILE_LOCKED
                ? "another process uses it: is this device running twice?"
                : String.valueOf(e.getMessage()).replaceAll(" \\[[0-9./]+]$", "");
        return new UncheckedIOException(new IOException("outbox " + path + ": " + why, e));
    }

    private static byte[] encode(OutboxMessage message) {
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.payload().length + 64);
                DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            out.writeLong(message.since());
            out.writeByte(message.qos());
            out.writeBoolean(message.retained());
            out.writeUTF(message.topic());
            out.write(message.payload());
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private OutboxMessage decode(long sequence, byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int format = in.readByte();
            if (format != FORMAT) {
                throw new IOException("format " + format + " is not known to this version");
            }
            long since = in.readLong();
            int qos = in.readByte();
            boolean retained = in.readBoolean();
            return new OutboxMessage(sequence, in.readUTF(), in.readAllBytes(), qos, retained, since);
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
