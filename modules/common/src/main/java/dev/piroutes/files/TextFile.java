package dev.piroutes.files;

import java.io.IOException;
import java.io.StringReader;
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
     * @throws java.nio.charset.CharacterCodingException if it is not all in UTF-8
     */
    public static String read(Path file) throws IOException {
        String text = Files.readString(file);
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    /** What a file with lines {@code name=value} says. */
    public static Properties properties(Path file) throws IOException {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(read(file)));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
        return properties;
    }
}
