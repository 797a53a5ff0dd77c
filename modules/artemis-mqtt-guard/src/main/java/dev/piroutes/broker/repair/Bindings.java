package dev.piroutes.broker.repair;

import dev.piroutes.broker.repair.JournalFile.Readable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.activemq.artemis.core.persistence.impl.journal.JournalRecordIds;

/**
 * What Artemis calls its queues by, and the last number that it has given away: a small journal without which all that is in
 * the large one is nobody's. A copy of what counts in it is kept in the same folder, for the day on which it is damaged.
 */
final class Bindings {
    static final String COPY = "queues.copy";
    private static final String EXTENSION = ".bindings";
    private static final int SIZE = 1024 * 1024;
    /** Above the highest number that is found: there can be higher ones in what was lost, and in pages. */
    private static final long DISTANCE = 1_000_000;

    private final Path folder;
    private final Journal journal;

    Bindings(Path folder) {
        this.folder = folder;
        journal = new Journal(folder, EXTENSION, SIZE);
    }

    /**
     * Repairs the journal; what is lost of it comes from the copy.
     *
     * @param messages the large journal, whose numbers must not be given away again
     */
    List<Damaged> repair(Journal messages, Readable content) throws IOException {
        List<Damaged> damaged = journal.repair(content);
        boolean empty = journal.files(Readable.ANY).isEmpty() && Files.exists(copyFile());
        if (!damaged.isEmpty() || empty) {
            restore(messages, content);
        }
        return damaged;
    }

    private void restore(Journal messages, Readable content) throws IOException {
        Records now = new Records();
        List<JournalFile> files = inOrder(journal);
        files.forEach(file -> now.add(file, content));
        Records copied = new Records();
        JournalFile copy = JournalFile.read(copyFile(), content);
        if (copy.damage() == null) {
            copied.add(copy, content);
        }
        List<Records.Entry> missing = new ArrayList<>(copied.without(now));
        long highest = Math.max(now.highest(), copied.highest());
        for (JournalFile file : messages.files(Readable.ANY)) {
            Records.Highest of = new Records.Highest();
            file.forEach(file.fileId(), Readable.ANY, (record, bytes) -> of.add(record));
            highest = Math.max(highest, of.id());
        }
        long next = highest + DISTANCE;
        missing.add(new Records.Entry(
                next,
                false,
                JournalRecordIds.ID_COUNTER_RECORD,
                ByteBuffer.allocate(Long.BYTES).putLong(next).array()));
        int number = files.stream().mapToInt(JournalFile::fileId).max().orElse(0) + 1;
        Files.createDirectories(folder);
        Path added = folder.resolve("activemq-bindings-" + number + EXTENSION);
        Path written = folder.resolve(added.getFileName() + ".new");
        JournalFile.write(written, number, SIZE, missing);
        Files.move(written, added, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Makes the copy anew from what is on disk. */
    void copy() throws IOException {
        Records now = new Records();
        inOrder(journal).forEach(file -> now.add(file, Readable.ANY));
        Path written = folder.resolve(COPY + ".new");
        JournalFile.write(written, 1, 0, now.entries());
        Files.move(written, copyFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path copyFile() {
        return folder.resolve(COPY);
    }

    private static List<JournalFile> inOrder(Journal journal) throws IOException {
        return journal.files(Readable.ANY).stream()
                .filter(file -> file.fileId() > 0)
                .sorted(Comparator.comparing(JournalFile::fileId))
                .toList();
    }
}
