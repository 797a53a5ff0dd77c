package dev.piroutes.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLocksTest {

    @TempDir
    Path folder;

    @Test
    void aFileIsTakenWhileItIsLocked() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "text");
        assertThat(FileLocks.isTaken(file)).isFalse();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.lock();
            assertThat(FileLocks.isTaken(file)).isTrue();
        }
        assertThat(FileLocks.isTaken(file)).isFalse();
        assertThat(file).hasContent("text");
    }

    @Test
    void whatIsNotThereIsNotMade() {
        Path none = folder.resolve("none");
        assertThatThrownBy(() -> FileLocks.isTaken(none)).isInstanceOf(NoSuchFileException.class);
        assertThat(none).doesNotExist();
    }
}
