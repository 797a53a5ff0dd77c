package dev.piroutes.broker.access;

import dev.piroutes.files.Reason;
import dev.piroutes.files.TextFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;

/**
 * The text of a file that says who may what. It is believed as a whole or not at all: a line of which the end is missing can
 * permit more than it did.
 */
final class AccessFile {
    private AccessFile() {}

    /** @throws AccessException if it cannot be read, or is not all of a text */
    static String text(Path file) {
        String text;
        try {
            text = TextFile.read(file);
        } catch (CharacterCodingException e) {
            throw new AccessException(file + " is damaged: it is not a text in UTF-8", e);
        } catch (IOException e) {
            throw new AccessException(file + " cannot be read: " + Reason.of(e), e);
        }
        if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t')) {
            throw new AccessException(file + " is damaged: there are characters in it that no text has", null);
        }
        if (text.isEmpty()) {
            throw new AccessException(file + " is damaged: it is empty", null);
        }
        if (!text.endsWith("\n")) {
            throw new AccessException(
                    file + " ends in the middle of a line: if nothing is missing, end its last line as well", null);
        }
        return text;
    }
}
