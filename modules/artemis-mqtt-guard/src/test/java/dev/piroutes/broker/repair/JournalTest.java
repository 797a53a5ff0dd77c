package dev.piroutes.broker.repair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.broker.repair.JournalFile.Readable;
import dev.piroutes.files.SetAside;
import dev.piroutes.kit.Damage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final int SIZE = 64 * 1024;
    private static final int BODY = 100;

    @TempDir
    Path folder;

    private Journal journal() {
        return new Journal(folder, ".amq", SIZE);
    }

    @Test
    void aGoodOneIsLeftAsItIs() throws Exception {
        Path file = write("a.amq", 7, LongStream.range(0, 100));
        byte[] before = Files.readAllBytes(file);
        assertThat(journal().repair(Readable.ANY)).isEmpty();
        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void whatIsBeforeAndBehindTheDamageIsKept() throws Exception {
        Path file = write("a.amq", 7, LongStream.range(0, 200));
        Damage.zeros(file, 4096, 1000);
        assertThat(journal().repair(Readable.ANY)).singleElement().satisfies(damaged -> {
            assertThat(damaged.kept()).isBetween(186, 192);
            assertThat(damaged.aside()).exists();
        });
        assertThat(ids(file)).contains(0L, 1L, 198L, 199L).isSorted().hasSizeBetween(186, 192);
        assertThat(Files.size(file)).isEqualTo(SIZE);
        assertThat(journal().repair(Readable.ANY)).isEmpty();
    }

    @Test
    void aFileOfWhichTheHeaderIsGoneKeepsItsNumber() throws Exception {
        Path file = write("a.amq", 7, LongStream.range(0, 100));
        write("b.amq", 8, LongStream.range(100, 200));
        Damage.zeros(file, 0, 512);
        assertThat(journal().repair(Readable.ANY)).hasSize(1);
        JournalFile mended = JournalFile.read(file, Readable.ANY);
        assertThat(mended.fileId()).isEqualTo(7);
        assertThat(ids(file)).contains(99L);
    }

    /** A journal writes its files again and again, over what was in them: of that all has been deleted long ago. */
    @Test
    void whatIsLeftFromAnEarlierUseIsNotBroughtBack() throws Exception {
        Path reused = write("a.amq", 3, LongStream.range(0, 300));
        overwrite(reused, 9, LongStream.range(900, 910));
        Path unused = write("b.amq", 2, LongStream.range(0, 300));
        Damage.zeros(unused, 0, 512);
        assertThat(journal().repair(Readable.ANY)).singleElement().satisfies(damaged -> assertThat(damaged.kept())
                .isZero());
        assertThat(unused).doesNotExist();
        assertThat(ids(reused))
                .containsExactlyElementsOf(LongStream.range(900, 910).boxed().toList());
    }

    @Test
    void aFileThatWasCutIsNoticedByTheRecordThatHasNoEnd() throws Exception {
        Path file = write("a.amq", 7, LongStream.range(0, 400));
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, 4096));
        assertThat(journal().repair(Readable.ANY)).singleElement().satisfies(damaged -> assertThat(damaged.what())
                .isEqualTo("its end is missing"));
        assertThat(ids(file)).hasSizeGreaterThan(25);
    }

    @Test
    void aRecordWhoseContentCannotBeReadIsLeftOut() throws Exception {
        Path file = write("a.amq", 7, LongStream.range(0, 10));
        journal().repair((record, bytes) -> record.id() != 4);
        assertThat(ids(file)).containsExactly(0L, 1L, 2L, 3L, 5L, 6L, 7L, 8L, 9L);
    }

    /** Artemis drops a transaction of which it finds fewer records than there were. */
    @Test
    void theEndOfATransactionSaysHowManyOfItAreLeft() throws Exception {
        ByteBuffer file = ByteBuffer.allocate(SIZE).putInt(2).putInt(0).putLong(7);
        int second = 0;
        for (int i = 0; i < 3; i++) {
            second = i == 1 ? file.position() : second;
            file.put((byte) 13)
                    .putInt(7)
                    .put((byte) 0)
                    .putLong(77)
                    .putLong(i)
                    .putInt(0)
                    .put((byte) 1)
                    .putInt(31);
        }
        int commit = file.position();
        file.put((byte) 18).putInt(7).put((byte) 0).putLong(77).putInt(3).putInt(22);
        Path path = Files.write(folder.resolve("a.amq"), file.array());
        assertThat(journal().repair(Readable.ANY)).isEmpty();

        Damage.zeros(path, second, 31);
        assertThat(journal().repair(Readable.ANY)).hasSize(1);
        ByteBuffer mended = ByteBuffer.wrap(Files.readAllBytes(path));
        assertThat(mended.getInt(commit - 31 + JournalRecord.count(true))).isEqualTo(2);
    }

    @Test
    void aCrashWhileAFileIsReplacedIsFinished() throws Exception {
        Path file = write("a.amq", 7, LongStream.range(0, 10));
        Files.move(file, folder.resolve("a.amq.salvaged"));
        assertThat(journal().repair(Readable.ANY)).isEmpty();
        assertThat(ids(file)).hasSize(10);
        assertThat(SetAside.in(List.of(folder))).isEmpty();
    }

    @Test
    void bindingsThatAreLostComeFromTheCopy() throws Exception {
        Path file = folder.resolve("activemq-bindings-1.bindings");
        JournalFile.write(file, 1, SIZE, entries(LongStream.range(1, 50)));
        Bindings bindings = new Bindings(folder);
        bindings.copy();
        Damage.RANDOM.to(file);
        Path messages = Files.createDirectory(folder.resolve("messages"));
        JournalFile.write(messages.resolve("a.amq"), 1, SIZE, entries(LongStream.of(5_000)));

        bindings.repair(new Journal(messages, ".amq", SIZE), Readable.ANY);

        Records found = new Records();
        found.add(JournalFile.read(file, Readable.ANY), Readable.ANY);
        assertThat(found.entries()).hasSize(50);
        assertThat(found.highest()).as("numbers are not given away again").isGreaterThan(5_000);
    }

    private Path write(String name, int number, LongStream ids) throws IOException {
        Path file = folder.resolve(name);
        JournalFile.write(file, number, SIZE, entries(ids));
        return file;
    }

    private static List<Records.Entry> entries(LongStream ids) {
        return ids.mapToObj(id -> new Records.Entry(id, false, (byte) 1, new byte[BODY]))
                .toList();
    }

    private void overwrite(Path file, int number, LongStream ids) throws IOException {
        Path other = write("other", number, ids);
        byte[] bytes = Files.readAllBytes(file);
        int length = 16 + 10 * JournalRecord.length(new Records.Entry(1, false, (byte) 1, new byte[BODY]));
        System.arraycopy(Files.readAllBytes(other), 0, bytes, 0, length);
        Files.write(file, bytes);
        Files.delete(other);
    }

    private static List<Long> ids(Path file) {
        JournalFile read = JournalFile.read(file, Readable.ANY);
        List<Long> ids = new ArrayList<>();
        read.forEach(read.fileId(), Readable.ANY, (record, bytes) -> ids.add(record.id()));
        return ids;
    }
}
