package dev.piroutes.broker.pair;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.files.SetAside;
import dev.piroutes.kit.Damage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

    /** It neither serves by itself nor keeps the peer from serving. */
    @ParameterizedTest
    @EnumSource(
            value = Damage.class,
            names = {"CUT_IN_HALF"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatTheDataAreWorthIsNotKnownWhenItIsDamaged(Damage damage) throws Exception {
        Files.createDirectories(folder.resolve("journal"));
        Files.createFile(folder.resolve("journal/activemq-data-1.amq"));
        PairMemory.open(folder).set(7, News.Data.SHARED);
        damage.to(folder.resolve("pair.properties"));

        PairMemory memory = PairMemory.open(folder);

        assertThat(memory.epoch()).isZero();
        assertThat(SetAside.in(List.of(folder))).hasSize(1);
        News own = new News(PairSettings.Role.PRIMARY, News.Phase.WAITING, memory.epoch(), memory.data());
        assertThat(PairStart.decide(own, null).act()).isEqualTo(PairStart.Act.WAIT);
        for (News.Data data : List.of(News.Data.SHARED, News.Data.ALONE)) {
            News serving = new News(PairSettings.Role.BACKUP, News.Phase.SERVING, 7, data);
            assertThat(PairStart.decide(own, serving).act()).isEqualTo(PairStart.Act.STAND_BY);
            News waiting = new News(PairSettings.Role.BACKUP, News.Phase.WAITING, 7, data);
            assertThat(PairStart.decide(own, waiting).act()).isEqualTo(PairStart.Act.WAIT);
        }
        memory.set(8, News.Data.REPLICA);
        assertThat(PairMemory.open(folder).epoch()).isEqualTo(8);
    }

    @Test
    void aFileThatWasCutIsNotBelieved() throws Exception {
        Files.writeString(folder.resolve("pair.properties"), "epoch=12");
        assertThat(PairMemory.open(folder).epoch()).isZero();
        // It was 12 and SHARED.
        Files.writeString(folder.resolve("pair.properties"), "epoch=1");
        assertThat(PairMemory.open(folder).epoch()).isZero();
    }
}
