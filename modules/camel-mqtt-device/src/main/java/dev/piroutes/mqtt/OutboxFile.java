package dev.piroutes.mqtt;

import dev.piroutes.files.RawFile;
import dev.piroutes.files.Reason;
import dev.piroutes.files.SetAside;
import dev.piroutes.time.SteadyClock;
import dev.piroutes.words.Count;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox on disk: messages by their sequence number, in an H2 MVStore file. The file is made when the first message
 * has to be kept, so a device with a good broker writes nothing. A file that is damaged is {@link SetAside set aside}, and
 * what is whole of it is kept in a new one. Not thread-safe.
 */
final class OutboxFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxFile.class);

    /** The key of {@link OutboxRecord#next}: before all messages. */
    private static final long NEXT = -1;

    private final Path path;
    private @Nullable MVStore store;
    private @Nullable MVMap<Long, byte[]> map;
    /** Of the file as it was after the last write that succeeded. */
    private long wholeLength = Long.MAX_VALUE;

    OutboxFile(Path path) {
        this.path = path;
    }

    /**
     * What an earlier process left.
     *
     * @param messages in order
     * @param next the sequence number to go on with
     * @param clock by which the messages were written; {@code null} if that is not known: by the time of day
     */
    record Left(NavigableMap<Long, OutboxMessage> messages, long next, SteadyClock.@Nullable Stamp clock) {
        static final Left NOTHING = new Left(new TreeMap<>(), 0, null);

        /** Numbers are never used again: else what was acknowledged could be taken for what was not. */
        static Left of(NavigableMap<Long, OutboxMessage> messages, long next, SteadyClock.@Nullable Stamp clock) {
            return new Left(messages, messages.isEmpty() ? next : Math.max(next, messages.lastKey() + 1), clock);
        }
    }

    /**
     * Reads what is there.
     *
     * @throws UncheckedIOException if another process has the file
     */
    Left load() {
        try {
            SetAside.finish(path, replacement());
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                return Left.NOTHING;
            }
        } catch (IOException e) {
            LOG.error("outbox {} cannot be read: {}", path, Reason.of(e));
            return Left.NOTHING;
        }
        try {
            MVStore opened = open(path, false);
            Left left = whole(opened);
            // It stays open: no other process is to have it.
            store = opened;
            map = messages(opened);
            wholeLength = length();
            return left;
        } catch (DamagedStore | MVStoreException e) {
            return isPassing(e) ? readOnly(failed((MVStoreException) e)) : salvage(e);
        }
    }

    /** The disk is full, or mounted read-only: that passes, and can be read all the same. */
    private Left readOnly(UncheckedIOException why) {
        if (isLocked(why.getCause().getCause())) {
            throw why;
        }
        try (MVStore opened = open(path, true)) {
            return whole(opened);
        } catch (DamagedStore | MVStoreException e) {
            return salvage(e);
        }
    }

    /**
     * Puts the messages on disk, in one sync: when this returns, a power cut does not lose them.
     *
     * @param now of the clock by which they are written
     */
    void store(Collection<OutboxMessage> messages, SteadyClock.Stamp now) {
        MVMap<Long, byte[]> open = map();
        try {
            messages.forEach(message -> open.put(message.sequence(), OutboxRecord.of(message)));
            OutboxClock.write(open.getStore(), now);
            open.getStore().commit();
            open.getStore().sync();
            wholeLength = length();
        } catch (MVStoreException e) {
            abandon(open.getStore());
            throw failed(e);
        }
    }

    /**
     * Forgets the messages. Not synced: after a power cut some may be sent again, none is lost.
     *
     * @param next all before it have been acknowledged
     */
    void remove(Collection<Long> sequences, long next) {
        MVMap<Long, byte[]> open = map();
        try {
            sequences.forEach(open::remove);
            open.put(NEXT, OutboxRecord.next(next));
            open.getStore().commit();
            wholeLength = length();
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
            MVStore opened = opened();
            store = opened;
            open = messages(opened);
            map = open;
            wholeLength = length();
            return open;
        } catch (MVStoreException | IOException e) {
            throw failed(e);
        }
    }

    /** A file that was good when it was loaded can have been damaged since. */
    private MVStore opened() {
        try {
            return open(path, false);
        } catch (DamagedStore | MVStoreException e) {
            if (isPassing(e)) {
                throw e;
            }
            salvage(e);
            return open(path, false);
        }
    }

    private static MVStore open(Path file, boolean readOnly) {
        boolean isNew = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        if (Files.isRegularFile(file)) {
            StoreFormat.requireWhole(file);
        }
        MVStore.Builder builder = new MVStore.Builder()
                .fileName(file.toString())
                .autoCommitDisabled()
                .cacheSize(1);
        try {
            return (readOnly ? builder.readOnly() : builder).open();
        } catch (MVStoreException e) {
            if (isNew) {
                delete(file);
            }
            throw e;
        }
    }

    /** What is left of a file that could not be made: no more than its name. */
    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("{} stays as it is", file, e);
        }
    }

    private static MVMap<Long, byte[]> messages(MVStore opened) {
        return opened.openMap(
                "messages",
                new MVMap.Builder<Long, byte[]>().keyType(LongDataType.INSTANCE).valueType(ByteArrayDataType.INSTANCE));
    }

    /** @throws DamagedStore if anything of it is */
    private static Left whole(MVStore opened) {
        MVMap<Long, byte[]> map = messages(opened);
        NavigableMap<Long, OutboxMessage> messages = new TreeMap<>();
        try {
            map.forEach((sequence, record) -> {
                if (sequence != NEXT) {
                    OutboxMessage message = OutboxRecord.message(sequence, record);
                    if (message == null) {
                        throw new DamagedStore("a message in it is not as it was written");
                    }
                    messages.put(sequence, message);
                }
            });
            return Left.of(messages, OutboxRecord.next(map.get(NEXT)), OutboxClock.read(opened));
        } catch (DamagedStore | MVStoreException e) {
            opened.closeImmediately();
            throw e;
        } catch (RuntimeException e) {
            opened.closeImmediately();
            // H2 reads what is not there as whatever it may be.
            throw new DamagedStore(Reason.of(e));
        }
    }

    /** Keeps what is whole. What cannot be written to disk now stays where it is, and is salvaged again. */
    private Left salvage(RuntimeException damage) {
        OutboxRecord.Found found = found();
        Left left = Left.of(found.messages(), found.next(), null);
        try {
            Path replacement = replacement();
            Files.deleteIfExists(replacement);
            if (left.next() > 0) {
                try (MVStore made = open(replacement, false)) {
                    MVMap<Long, byte[]> messages = messages(made);
                    left.messages().forEach((sequence, message) -> messages.put(sequence, OutboxRecord.of(message)));
                    messages.put(NEXT, OutboxRecord.next(found.next()));
                    made.commit();
                    made.sync();
                }
            }
            Path aside =
                    SetAside.replace(path, replacement, path.toAbsolutePath().getParent());
            LOG.error(
                    "outbox {} is damaged ({}): set aside as {}; {}. Delete that file when you have looked at it",
                    path,
                    damage(damage),
                    aside.getFileName(),
                    left.messages().isEmpty()
                            ? "no message in it could be read; what waited for the broker is lost"
                            : Count.of(left.messages().size(), "message")
                                    + " in it could be read, to be sent; others are lost");
        } catch (IOException | MVStoreException e) {
            LOG.error(
                    "outbox {} is damaged ({}), and cannot be set aside ({}): the {} messages that could be read are sent",
                    path,
                    damage(damage),
                    reason(e),
                    left.messages().size());
        }
        return left;
    }

    private OutboxRecord.Found found() {
        try (RawFile raw = new RawFile(path)) {
            return OutboxRecord.findAll(raw);
        } catch (IOException e) {
            return new OutboxRecord.Found(new TreeMap<>(), 0);
        }
    }

    private Path replacement() {
        return path.resolveSibling(path.getFileName() + ".salvaged");
    }

    /** After a failed write the store is unusable: it is opened again, as it was before the write, at the next use. */
    private void abandon(MVStore broken) {
        store = null;
        map = null;
        broken.closeImmediately();
        // Half of what could not be written would look like a file of which the end is missing.
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(wholeLength);
        } catch (IOException e) {
            LOG.debug("{} stays as long as it is", path, e);
        }
    }

    private long length() {
        try {
            return Files.size(path);
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Whether it is no fault of the file: another process has it, or the disk takes nothing. */
    private static boolean isPassing(RuntimeException e) {
        return isLocked(e) || e instanceof MVStoreException mv && mv.getErrorCode() == DataUtils.ERROR_WRITING_FAILED;
    }

    private static boolean isLocked(@Nullable Throwable e) {
        return e instanceof MVStoreException mv && mv.getErrorCode() == DataUtils.ERROR_FILE_LOCKED;
    }

    private UncheckedIOException failed(Exception e) {
        if (isLocked(e)) {
            return StoreFormat.inUse(path, e);
        }
        String why = Reason.isDiskFull(e) ? "the disk is full" : reason(e);
        return new UncheckedIOException(new IOException("outbox " + path + ": " + why, e));
    }

    private static String reason(Exception e) {
        return Reason.of(e).replaceAll(" \\[[0-9./]+]$", "");
    }

    /** H2 speaks of its own parts; what the operating system says is of use. */
    private static String damage(RuntimeException e) {
        if (e instanceof DamagedStore) {
            return reason(e);
        }
        return e.getCause() instanceof FileSystemException system
                ? "it cannot be read: " + Reason.of(system)
                : "it is not as it was written";
    }
}
