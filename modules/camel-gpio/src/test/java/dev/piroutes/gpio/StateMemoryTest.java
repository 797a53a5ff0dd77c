package dev.piroutes.gpio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.piroutes.files.SetAside;
import dev.piroutes.kit.Damage;
import dev.piroutes.kit.LogLines;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StateMemoryTest {
    private static final Pin PIN = new Pin(20);

    @TempDir
    Path folder;

    private final StateMemory memory = new StateMemory(() -> folder.resolve("gpio"));

    /** "ON" cut in half, or with a zero in it, is none either. */
    @ParameterizedTest
    @EnumSource(Damage.class)
    void aDamagedStateIsSetAsideAndTheNextIsKept(Damage damage) throws Exception {
        memory.put(PIN, GpioState.ON);
        damage.to(folder.resolve("gpio/gpio-20"));
        try (LogLines log = new LogLines("dev.piroutes.gpio")) {
            assertThat(memory.get(PIN)).isEmpty();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("gpio-20 is damaged: set aside as gpio-20.damaged-");
        }
        assertThat(SetAside.in(List.of(folder))).hasSize(1);
        memory.put(PIN, GpioState.ON);
        assertThat(memory.get(PIN)).contains(GpioState.ON);
    }

    @Test
    void aFileInPlaceOfTheFolderIsSetAside() throws Exception {
        Files.writeString(folder.resolve("gpio"), "?");
        memory.put(PIN, GpioState.ON);
        assertThat(memory.get(PIN)).contains(GpioState.ON);
        assertThat(SetAside.in(List.of(folder))).hasSize(1);
    }
}
