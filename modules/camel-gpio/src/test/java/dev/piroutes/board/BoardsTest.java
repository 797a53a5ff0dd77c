package dev.piroutes.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoardsTest {
    @TempDir
    Path dir;

    private Hardware hardware(String arch, String model) throws IOException {
        return new Hardware(arch, dir, Files.writeString(dir.resolve("model"), model + "\0"));
    }

    @Test
    void virtualIsVirtual() {
        try (Board board = Boards.open("Virtual")) {
            assertThat(board.isVirtual()).isTrue();
            assertThat(board.describe()).isEqualTo("virtual board (asked for)");
        }
    }

    @Test
    void autoIsVirtualOnAnotherArchitectureAndSaysSo() throws Exception {
        try (Board board = Boards.open("auto", hardware("amd64", "PC"))) {
            assertThat(board.isVirtual()).isTrue();
            assertThat(board.describe()).isEqualTo("virtual board (this machine is amd64, not arm)");
        }
    }

    @Test
    void autoIsVirtualWithoutAChipAndSaysSo() throws Exception {
        try (Board board = Boards.open("auto", hardware("aarch64", "Raspberry Pi 4 Model B Rev 1.4"))) {
            assertThat(board.describe()).isEqualTo("virtual board (no GPIO chip here: no " + dir + "/gpiochip*)");
        }
    }

    @Test
    void autoIsVirtualOnAnotherBoardAndSaysSo() throws Exception {
        Files.createFile(dir.resolve("gpiochip0"));

        try (Board board = Boards.open("auto", hardware("aarch64", "Banana Pi"))) {
            assertThat(board.describe()).isEqualTo("virtual board (this board is 'Banana Pi')");
        }
    }

    @Test
    void autoNeverSimulatesOnARaspberryPiWithoutPermission() throws Exception {
        Path chip = Files.createFile(
                dir.resolve("gpiochip0"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
        Hardware hardware = hardware("aarch64", "Raspberry Pi 4 Model B Rev 1.4");
        assumeFalse(Files.isReadable(chip), "root may read everything");

        assertThatThrownBy(() -> Boards.open("auto", hardware))
                .isInstanceOf(BoardException.class)
                .hasMessageStartingWith("no permission to use " + chip + ": run 'sudo usermod -aG gpio ");
        assertThatThrownBy(() -> Boards.look("auto", hardware)).hasMessageStartingWith("no permission to use " + chip);
    }

    @Test
    void piFailsInOneLineWhereThereIsNone() throws Exception {
        Hardware hardware = hardware("amd64", "PC");

        assertThatThrownBy(() -> Boards.open("pi", hardware))
                .isInstanceOf(BoardException.class)
                .hasMessage("gpio.board=pi needs a Raspberry Pi, but this machine is amd64, not arm;"
                        + " use gpio.board=virtual or auto");
    }

    @Test
    void unknownKindIsAnError() {
        assertThatThrownBy(() -> Boards.open("real"))
                .isInstanceOf(BoardException.class)
                .hasMessage("gpio.board must be auto, pi or virtual, but was 'real'");
    }

    @ParameterizedTest
    @CsvSource({"amd64,PC", "aarch64,Banana Pi", "aarch64,Raspberry Pi 4 Model B Rev 1.4"})
    void aLookSaysWhatOpeningSays(String arch, String model) throws Exception {
        for (boolean chip : new boolean[] {false, true}) {
            if (chip) {
                Files.createFile(dir.resolve("gpiochip0"));
            }
            Hardware hardware = hardware(arch, model);
            for (String kind : List.of("auto", " Virtual", "pi", "real")) {
                if (hardware.whyNotPi().isPresent() || !kind.matches("auto|pi")) {
                    assertThat(said(() -> Boards.look(kind, hardware)))
                            .isEqualTo(said(() -> Boards.open(kind, hardware).describe()));
                }
            }
        }
    }

    private static String said(Supplier<String> board) {
        try {
            return board.get();
        } catch (BoardException e) {
            return e.getMessage();
        }
    }

    @Test
    void aLookAtAPiTouchesNoPin() throws Exception {
        Files.createFile(dir.resolve("gpiochip0"));

        assertThat(Boards.look("pi", hardware("aarch64", "Raspberry Pi Zero 2 W Rev 1.0")))
                .isEqualTo("Raspberry Pi Zero 2 W Rev 1.0: this user may use its pins");
    }

    @Test
    void mockPluginOfPi4jIsNotOnTheClassPath() {
        assertThatThrownBy(() -> Class.forName("com.pi4j.plugin.mock.MockPlugin"))
                .isInstanceOf(ClassNotFoundException.class);
    }
}
