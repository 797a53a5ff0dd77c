package dev.piroutes.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {

    @TempDir
    Path folder;

    @Test
    void theMarkOfWindowsIsNoText() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "\uFEFFname=grün\n");

        assertThat(TextFile.read(file)).isEqualTo("name=grün\n");
        assertThat(TextFile.properties(file)).containsEntry("name", "grün");
    }

    @Test
    void anotherEncodingIsRefusedInWords() throws IOException {
        Path latin = Files.writeString(folder.resolve("latin"), "grün", ISO_8859_1);
        Path wide = Files.writeString(folder.resolve("wide"), "grün", UTF_16);

        assertThatThrownBy(() -> TextFile.read(latin))
                .isInstanceOf(CharacterCodingException.class)
                .extracting(Reason::of)
                .isEqualTo("it is no UTF-8 text; save it as UTF-8");
        assertThatThrownBy(() -> TextFile.read(wide)).isInstanceOf(CharacterCodingException.class);
        Path unmarked = Files.writeString(folder.resolve("unmarked"), "name=value", UTF_16LE);
        assertThatThrownBy(() -> TextFile.read(unmarked)).isInstanceOf(CharacterCodingException.class);
    }

    /** As after a power cut: a part of it, or all, is zeros. It says nothing, and so must not be believed. */
    @Test
    void whatADiskHasLostIsNoText() throws IOException {
        Path lost = Files.writeString(folder.resolve("lost"), "name=value\n" + "\0".repeat(4096));
        assertThatThrownBy(() -> TextFile.properties(lost)).isInstanceOf(CharacterCodingException.class);
    }

    @Test
    void aBrokenEscapeInPropertiesIsAFailureToReadThem() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "name=\\u00\n");

        assertThatThrownBy(() -> TextFile.properties(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("uxxxx");
    }
}
