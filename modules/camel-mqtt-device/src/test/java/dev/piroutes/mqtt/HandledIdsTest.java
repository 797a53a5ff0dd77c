package dev.piroutes.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.files.SetAside;
import dev.piroutes.kit.Damage;
import dev.piroutes.kit.LogLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HandledIdsTest {
    private static final int IDS = 500;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Damage.class)
    void startsWithWhateverIdsCanBeRead(Damage damage) throws Exception {
        Path file = folder.resolve("led.ids");
        HandledIds before = ids(file);
        IntStream.range(0, IDS).forEach(i -> before.add("command-" + i));
        before.stop();
        damage.to(file);

        try (LogLines log = new LogLines("dev.piroutes.mqtt")) {
            HandledIds after = ids(file);
            // Nothing tells an empty file from a new one.
            int lines = damage == Damage.EMPTY ? 0 : 1;
            assertThat(log.lines()).hasSize(lines);
            assertThat(SetAside.in(List.of(folder))).hasSize(lines);
            long kept = IntStream.range(0, IDS)
                    .filter(i -> after.contains("command-" + i))
                    .count();
            switch (damage) {
                case ZEROS_IN_THE_MIDDLE, CUT_IN_HALF, ZEROS_AT_THE_START ->
                    assertThat(kept).isBetween(150L, IDS - 1L);
                default -> assertThat(kept).isZero();
            }
            assertThat(after.add("new")).isTrue();
            after.stop();
        }
        try (LogLines log = new LogLines("dev.piroutes.mqtt")) {
            HandledIds again = ids(file);
            assertThat(log.lines()).isEmpty();
            assertThat(again.contains("new")).isTrue();
            assertThat(Files.isRegularFile(file)).isTrue();
            again.stop();
        }
    }

    private static HandledIds ids(Path file) {
        HandledIds ids = new HandledIds();
        ids.setFile(file.toString());
        ids.start();
        return ids;
    }
}
