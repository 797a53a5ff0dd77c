package dev.piroutes.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetAsideTest {

    @TempDir
    Path data;

    @Test
    void aDatedNameBesideItIsKeptUntilSomebodyDeletesIt() throws Exception {
        Path file =
                Files.writeString(Files.createDirectory(data.resolve("outbox")).resolve("PicoA.mv"), "x");

        Path aside = SetAside.move(file);

        assertThat(file).doesNotExist();
        assertThat(aside).hasContent("x").hasParent(file.getParent());
        assertThat(aside.getFileName().toString())
                .matches("PicoA\\.mv\\.damaged-\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\dZ");
        assertThat(SetAside.in(List.of(data))).containsExactly(aside);
        assertThat(SetAside.of(file)).containsExactly(aside);
        assertThat(SetAside.of(file.resolveSibling("PicoB.mv"))).isEmpty();
        Files.delete(aside);
        assertThat(SetAside.in(List.of(data))).isEmpty();
    }

    @Test
    void twoOfOneNameInOneSecondAreBothKept() throws Exception {
        Path file = data.resolve("a");
        Path first = SetAside.move(Files.writeString(file, "1"));
        Path second = SetAside.move(Files.writeString(file, "2"));
        assertThat(first).hasContent("1");
        assertThat(second).hasContent("2");
    }

    @Test
    void aFolderCountsOnceWhateverIsInIt() throws Exception {
        Path folder = Files.createDirectory(data.resolve("journal"));
        Files.writeString(folder.resolve("a.damaged-1"), "x");
        Path aside = SetAside.move(folder);
        assertThat(SetAside.in(List.of(data, data.resolve("nowhere")))).containsExactly(aside);
    }

    @Test
    void aReplacementIsPutInPlaceAlsoAfterACrashInBetween() throws Exception {
        Path file = Files.writeString(data.resolve("a"), "bad");
        Path good = Files.writeString(data.resolve("a.new"), "good");
        SetAside.move(file);
        SetAside.finish(file, good);
        assertThat(file).hasContent("good");
    }

    @Test
    void whatCannotBeMovedStaysWhereItIs() {
        assertThatThrownBy(() -> SetAside.move(data.resolve("nothing"))).isInstanceOf(IOException.class);
        assertThat(SetAside.in(List.of(data))).isEmpty();
    }
}
