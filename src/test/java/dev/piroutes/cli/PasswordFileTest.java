package dev.piroutes.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordFileTest {
    @TempDir
    Path folder;

    private static InputStream typed(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {" Grüße, 12\n", " Grüße, 12\r\nmore", " Grüße, 12"})
    void isTheFirstLineAsItIs(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("password"), text);

        assertThat(PasswordFile.read(file.toString(), typed(""))).isEqualTo(" Grüße, 12");
        assertThat(PasswordFile.read("-", typed(text))).isEqualTo(" Grüße, 12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\nlong enough", "short12", "with\tatab"})
    void whatWillNotDoIsOneLineWithoutIt(String text) {
        assertThatThrownBy(() -> PasswordFile.read("-", typed(text)))
                .isInstanceOf(UsageException.class)
                .hasMessage(
                        "--password-file -: a password has 8 to 200 characters, in the first line, and no control characters");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> PasswordFile.read("none/password", typed("")))
                .hasMessageStartingWith("--password-file none/password cannot be read: ");
    }
}
