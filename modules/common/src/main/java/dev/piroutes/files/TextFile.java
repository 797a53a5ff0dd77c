package dev.piroutes.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** A file that people write: UTF-8, with or without the mark that Windows puts before it. */
public final class TextFile {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private TextFile() {}

    /**
     * Its text, without the mark.
     *
     * @throws CharacterCodingException if it is not all in UTF-8, or has what no text has: zeros, as UTF-16 without a mark has
     *     them, and what a disk has lost
     */
    public static String read(Path file) throws IOException {
        return decode(Files.readAllBytes(file));
    }

    /**
     * The same, of what is in such a file.
     *
     * @throws CharacterCodingException as above
     */
    public static String decode(byte[] content) throws CharacterCodingException {
        String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
        if (text.indexOf('\0') >= 0) {
            throw new CharacterCodingException();
        }
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    /** What a file with lines {@code name=value} says. */
    public static Properties properties(Path file) throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(read(file)));
        } catch (IllegalArgumentException e) {
            throw new IOException(Reason.of(e), e);
        }
        return properties;
    }
}
