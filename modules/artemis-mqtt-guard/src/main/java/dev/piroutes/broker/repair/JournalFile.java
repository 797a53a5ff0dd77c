package dev.piroutes.broker.repair;

import dev.piroutes.files.RawFile;
import dev.piroutes.files.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A file of one of Artemis's journals, read as what it is supposed to be. It is written from its beginning to its end, so a
 * record behind what is none shows that something in between was lost. What comes behind the last record is left from an
 * earlier use of the file, or from a write that a power cut interrupted and nobody was promised.
 */
final class JournalFile {
    /** Says of a record that is whole whether its content can be read, too. */
    @FunctionalInterface
    interface Readable {
        Readable ANY = (record, file) -> true;

        boolean isReadable(JournalRecord record, ByteBuffer file);
    }

    private static final int HEADER = 16;
    private static final int VERSION = 2;
    private static final int OLD_VERSION = 1;
    private static final int BLOCK = 4096;

    private final Path path;
    private final boolean compactCount;
    /** 0: its header does not say. */
    private final int fileId;

    private final @Nullable String damage;

    private JournalFile(Path path, ByteBuffer bytes, @Nullable String unreadable, Readable content) {
        this.path = path;
        boolean header = bytes.limit() >= HEADER
                && (bytes.getInt(0) == VERSION || bytes.getInt(0) == OLD_VERSION)
                && bytes.getInt(4) == 0
                && bytes.getLong(8) > 0
                && bytes.getLong(8) <= Integer.MAX_VALUE;
        compactCount = !header || bytes.getInt(0) == VERSION;
        fileId = header ? (int) bytes.getLong(8) : 0;
        damage = unreadable != null
                ? unreadable
                : header ? damage(bytes, content) : "its beginning is not as it was written";
    }

    static JournalFile read(Path path, Readable content) {
        try {
            ByteBuffer bytes = bytes(path);
            return new JournalFile(path, bytes, bytes.limit() == 0 ? "it is empty" : null, content);
        } catch (IOException e) {
            return new JournalFile(path, ByteBuffer.allocate(0), "it cannot be read: " + Reason.of(e), content);
        }
    }

    Path path() {
        return path;
    }

    int fileId() {
        return fileId;
    }

    /** Read when they are wanted: all files of a journal together can be more than the memory. */
    private ByteBuffer bytes() {
        try {
            return bytes(path);
        } catch (IOException e) {
            return ByteBuffer.allocate(0);
        }
    }

    private static ByteBuffer bytes(Path path) throws IOException {
        try (RawFile raw = new RawFile(path)) {
            return ByteBuffer.wrap(raw.bytes());
        }
    }

    /** What is wrong with it, or {@code null}. */
    @Nullable
    String damage() {
        return damage;
    }

    private @Nullable String damage(ByteBuffer bytes, Readable content) {
        int[] end = {HEADER};
        boolean[] hole = {false};
        forEach(bytes, fileId, content, (record, file) -> {
            hole[0] |= record.at() > end[0];
            end[0] = record.at() + record.length();
        });
        if (hole[0]) {
            return "something in it is not as it was written";
        }
        boolean cut = bytes.limit() % BLOCK != 0
                // A journal never begins a record for which there is no room.
                || end[0] < bytes.limit() && JournalRecord.isCut(bytes, end[0], fileId, compactCount);
        return cut ? "its end is missing" : null;
    }

    /** Whatever is whole in it, in order. @param wanted the file's number */
    void forEach(int wanted, Readable content, BiConsumer<JournalRecord, ByteBuffer> action) {
        forEach(bytes(), wanted, content, action);
    }

    private void forEach(ByteBuffer bytes, int wanted, Readable content, BiConsumer<JournalRecord, ByteBuffer> action) {
        int at = HEADER;
        while (at < bytes.limit()) {
            JournalRecord record = JournalRecord.read(bytes, at, wanted, compactCount);
            if (record != null && content.isReadable(record, bytes)) {
                action.accept(record, bytes);
                at += record.length();
            } else {
                at++;
            }
        }
    }

    /** The numbers under which the file was ever used, by the records that are still in it. */
    Set<Integer> fileIds() {
        Set<Integer> found = new TreeSet<>();
        ByteBuffer bytes = bytes();
        for (int at = HEADER; at < bytes.limit(); at++) {
            int number = JournalRecord.fileId(bytes, at);
            JournalRecord record = number == 0 ? null : JournalRecord.read(bytes, at, number, compactCount);
            if (record != null) {
                found.add(number);
                at += record.length() - 1;
            }
        }
        return found;
    }

    /**
     * Writes what is whole of it into another file.
     *
     * @param number its own, where its header does not say
     * @param size of the new file, in bytes, at least
     * @return how many records that are
     */
    int salvage(Path into, int number, int size, Readable content) throws IOException {
        ByteBuffer bytes = bytes();
        ByteBuffer salvaged = ByteBuffer.allocate(Math.max(size, bytes.limit()));
        salvaged.putInt(compactCount ? VERSION : OLD_VERSION).putInt(0).putLong(number);
        Map<Long, Integer> transactions = new HashMap<>();
        int[] count = {0};
        forEach(bytes, number, content, (record, file) -> {
            int start = salvaged.position();
            salvaged.put(file.array(), record.at(), record.length());
            count[0]++;
            if (record.kind().isInTransaction()) {
                transactions.merge(record.transaction(), 1, Integer::sum);
            } else if (record.kind() == JournalRecord.Kind.COMMIT || record.kind() == JournalRecord.Kind.PREPARE) {
                // Else Artemis would drop what is left of a transaction of which a part is lost.
                int counted = transactions.getOrDefault(record.transaction(), 0);
                salvaged.putInt(start + JournalRecord.count(compactCount), counted);
            }
        });
        write(into, salvaged);
        return count[0];
    }

    /**
     * Writes a new file.
     *
     * @param size in bytes, at least
     */
    static void write(Path into, int number, int size, List<Records.Entry> entries) throws IOException {
        int length = HEADER + entries.stream().mapToInt(JournalRecord::length).sum();
        int wanted = Math.max(size, (length + BLOCK - 1) / BLOCK * BLOCK);
        ByteBuffer file = ByteBuffer.allocate(wanted).putInt(VERSION).putInt(0).putLong(number);
        entries.forEach(entry -> JournalRecord.write(file, number, entry));
        write(into, file);
    }

    private static void write(Path into, ByteBuffer content) throws IOException {
        content.rewind();
        try (FileChannel channel = FileChannel.open(
                into, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        }
    }
}
