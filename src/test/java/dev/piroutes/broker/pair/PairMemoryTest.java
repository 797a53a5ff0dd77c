package dev.piroutes.broker.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairMemoryTest {
    @TempDir
    Path folder;

    @Test
    void remembersOverAProcess() {
        PairMemory.open(folder).set(7, News.Data.SHARED);

        PairMemory again = PairMemory.open(folder);
        assertThat(again.epoch()).isEqualTo(7);
        assertThat(again.data()).isEqualTo(News.Data.SHARED);
    }

    @Test
    void aFolderThatABrokerUsedAloneHasDataThatNobodyElseHas() throws Exception {
        Files.createDirectories(folder.resolve("journal"));
        Files.createFile(folder.resolve("journal/activemq-data-1.amq"));

        assertThat(PairMemory.open(folder).data()).isEqualTo(News.Data.ALONE);
    }

    @Test
    void anEmptyFolderHasNone() {
        PairMemory memory = PairMemory.open(folder);
        assertThat(memory.data()).isEqualTo(News.Data.NONE);
        assertThat(memory.epoch()).isZero();
    }

    @Test
    void aDamagedFileIsNamed() throws Exception {
        Files.writeString(folder.resolve("pair.properties"), "epoch=x");
        assertThatThrownBy(() -> PairMemory.open(folder))
                .hasMessageContaining("pair.properties cannot be read")
                .hasMessageContaining("--pair.start=yield");
    }
}
