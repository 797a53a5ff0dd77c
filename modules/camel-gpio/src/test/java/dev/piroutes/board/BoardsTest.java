package dev.piroutes.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void mockPluginOfPi4jIsNotOnTheClassPath() {
        assertThatThrownBy(() -> Class.forName("com.pi4j.plugin.mock.MockPlugin"))
                .isInstanceOf(ClassNotFoundException.class);
    }
}
