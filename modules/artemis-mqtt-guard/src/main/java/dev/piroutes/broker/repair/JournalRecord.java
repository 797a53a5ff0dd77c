package dev.piroutes.broker.repair;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A record in a file of Artemis's journal: where it is, and what its fields say. The layout is that of {@code JournalImpl}; the
 * size at the end has to be the one that the fields add up to.
 *
 * @param at where it begins
 * @param length of all of it
 * @param body where its content begins
 */
record JournalRecord(
        int at, int length, Kind kind, long transaction, long id, byte userType, int body, int bodyLength) {

    /** What a record does, in the order of its numbers, which begin at {@link #FIRST}. */
    enum Kind {
        EVENT,
        ADD,
        UPDATE,
        ADD_IN_TRANSACTION,
        UPDATE_IN_TRANSACTION,
        DELETE_IN_TRANSACTION,
        DELETE,
        PREPARE,
        COMMIT,
        ROLLBACK;

        private static final int FIRST = 10;

        private boolean hasBody() {
            return ordinal() <= DELETE_IN_TRANSACTION.ordinal();
        }

        boolean isInTransaction() {
            return this == ADD_IN_TRANSACTION || this == UPDATE_IN_TRANSACTION || this == DELETE_IN_TRANSACTION;
        }

        boolean endsTransaction() {
            return ordinal() >= PREPARE.ordinal();
        }
    }

    /** Where the end of a transaction has the number of its records in this file. */
    static int count(boolean compactCount) {
        return FILE_ID + Integer.BYTES + (compactCount ? 1 : 0) + Long.BYTES;
    }

    private static final int FILE_ID = 1;

    /** Whether a record of this file could begin here. */
    static boolean begins(ByteBuffer file, int at, int fileId) {
        int kind = file.get(at) - Kind.FIRST;
        return kind >= 0
                && kind < Kind.values().length
                && at + FILE_ID + Integer.BYTES <= file.limit()
                && file.getInt(at + FILE_ID) == fileId;
    }

    /** The number of the file for which a record that begins here was written, or 0. */
    static int fileId(ByteBuffer file, int at) {
        int kind = file.get(at) - Kind.FIRST;
        return kind < 0 || kind >= Kind.values().length || at + FILE_ID + Integer.BYTES > file.limit()
                ? 0
                : Math.max(0, file.getInt(at + FILE_ID));
    }

    /**
     * The record that is here, or {@code null} if there is none that is whole.
     *
     * @param compactCount whether records of this file have one: since version 2
     */
    static @Nullable JournalRecord read(ByteBuffer file, int at, int fileId, boolean compactCount) {
        if (!begins(file, at, fileId)) {
            return null;
        }
        JournalRecord record = fields(file, at, compactCount);
        return record != null
                        && (long) at + record.length <= file.limit()
                        && file.getInt(at + record.length - Integer.BYTES) == record.length
                ? record
                : null;
    }

    /** Whether the fields of what begins here ask for more than the file has: it was cut. */
    static boolean isCut(ByteBuffer file, int at, int fileId, boolean compactCount) {
        if (!begins(file, at, fileId)) {
            return false;
        }
        JournalRecord record = fields(file, at, compactCount);
        return record == null || (long) at + record.length > file.limit();
    }

    /** Of an added or updated one. */
    static int length(Records.Entry entry) {
        return FILE_ID + Integer.BYTES + 1 + Long.BYTES + Integer.BYTES + 1 + entry.body().length + Integer.BYTES;
    }

    static void write(ByteBuffer file, int fileId, Records.Entry entry) {
        file.put((byte) (Kind.FIRST + (entry.update() ? Kind.UPDATE : Kind.ADD).ordinal()))
                .putInt(fileId)
                .put((byte) 0)
                .putLong(entry.id())
                .putInt(entry.body().length)
                .put(entry.userType())
                .put(entry.body())
                .putInt(length(entry));
    }

    /** What the fields say; {@code null} if not even they are all there, or if they cannot be. */
    private static @Nullable JournalRecord fields(ByteBuffer file, int at, boolean compactCount) {
        Fields fields = new Fields(file, at + FILE_ID + Integer.BYTES + (compactCount ? 1 : 0));
        Kind kind = Kind.values()[file.get(at) - Kind.FIRST];
        long transaction = kind.isInTransaction() || kind.endsTransaction() ? fields.longs() : 0;
        long id = kind.endsTransaction() ? 0 : fields.longs();
        int bodyLength = kind.hasBody() ? fields.ints() : 0;
        byte userType = kind.hasBody() && kind != Kind.DELETE_IN_TRANSACTION ? fields.bytes() : 0;
        if (kind == Kind.PREPARE || kind == Kind.COMMIT) {
            fields.ints();
        }
        int extra = kind == Kind.PREPARE ? fields.ints() : 0;
        int body = fields.position;
        long end = (long) body + bodyLength + extra;
        if (fields.beyond || bodyLength < 0 || extra < 0 || end > Integer.MAX_VALUE - Integer.BYTES) {
            return null;
        }
        int length = (int) (end + Integer.BYTES - at);
        return new JournalRecord(at, length, kind, transaction, id, userType, body, bodyLength);
    }

    /** Reads one after another, and notices the end of the file. */
    private static final class Fields {
        private final ByteBuffer file;
        private int position;
        private boolean beyond;

        Fields(ByteBuffer file, int position) {
            this.file = file;
            this.position = position;
        }

        private int next(int size) {
            int at = position;
            position += size;
            beyond |= position > file.limit();
            return at;
        }

        long longs() {
            int at = next(Long.BYTES);
            return beyond ? 0 : file.getLong(at);
        }

        int ints() {
            int at = next(Integer.BYTES);
            return beyond ? 0 : file.getInt(at);
        }

        byte bytes() {
            int at = next(1);
            return beyond ? 0 : file.get(at);
        }
    }
}
